import { describe, expect, it } from 'vitest'
import { dateIn, sameClock, timeIn } from './zone'

describe('the date of a zone', () => {
  it('is that of its own clocks', () => {
    expect(dateIn('Asia/Shanghai', '2026-03-01T15:59:59.999Z')).toBe('2026-03-01')
    expect(dateIn('Asia/Shanghai', '2026-03-01T16:00:00.000Z')).toBe('2026-03-02')
    expect(dateIn('America/New_York', '2026-03-02T04:59:59.000Z')).toBe('2026-03-01')
  })
  it('turns an hour earlier once summer time has begun', () => {
    // 29 March 2026 has 23 hours in Berlin: from 23:00Z to 22:00Z.
    expect(dateIn('Europe/Berlin', '2026-03-28T23:00:00Z')).toBe('2026-03-29')
    expect(dateIn('Europe/Berlin', '2026-03-29T21:59:59Z')).toBe('2026-03-29')
    expect(dateIn('Europe/Berlin', '2026-03-29T22:00:00Z')).toBe('2026-03-30')
  })
  it('turns an hour later once it has ended', () => {
    expect(dateIn('Europe/Berlin', '2026-10-25T22:59:59Z')).toBe('2026-10-25')
    expect(dateIn('Europe/Berlin', '2026-10-25T23:00:00Z')).toBe('2026-10-26')
  })
})

describe('the time of a zone', () => {
  it('is written with date and seconds', () => {
    expect(timeIn('Asia/Shanghai', '2026-03-02T01:05:07.120Z')).toBe('2026-03-02 09:05:07')
    expect(timeIn('Asia/Shanghai', '2026-03-01T16:00:00Z')).toBe('2026-03-02 00:00:00')
  })
  it('is empty for what is no instant', () => expect(timeIn('Asia/Shanghai', '?')).toBe(''))
  it('of an unknown zone is the browser’s', () => expect(timeIn('Mars/Olympus', 0)).toMatch(/^(1969|1970)-/))
})

describe('two zones', () => {
  const now = Date.parse('2026-01-15T00:00:00Z')
  it('may be one under two names', () => expect(sameClock('Asia/Shanghai', 'Asia/Singapore', now)).toBe(true))
  it('are not one because they agree in winter', () => expect(sameClock('Europe/London', 'Africa/Abidjan', now)).toBe(false))
})
