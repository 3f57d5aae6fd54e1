import { describe, expect, it } from 'vitest'
import { dateIn } from '../zone'
import { between, datesOf, daysOf, includes, isDate, lastDay, plus } from './period'

describe('a period', () => {
  const today = '2026-03-02'
  it.each([
    ['today', '2026-03-02', '2026-03-03'],
    ['yesterday', '2026-03-01', '2026-03-02'],
    ['7-days', '2026-02-24', '2026-03-03'],
    ['30-days', '2026-02-01', '2026-03-03'],
    ['this-month', '2026-03-01', '2026-04-01'],
    ['last-month', '2026-02-01', '2026-03-01'],
  ] as const)('%s runs from %s up to %s', (period, from, to) => expect(datesOf(period, today, null)).toEqual({ from, to }))

  it('goes over the turn of the year', () => {
    expect(datesOf('last-month', '2026-01-31', null)).toEqual({ from: '2025-12-01', to: '2026-01-01' })
    expect(datesOf('this-month', '2025-12-31', null)).toEqual({ from: '2025-12-01', to: '2026-01-01' })
  })
  it('chosen by hand is what was chosen, and seven days until something is', () => {
    const custom = { from: '2026-01-05', to: '2026-01-07' }
    expect(datesOf('custom', today, custom)).toEqual(custom)
    expect(datesOf('custom', today, null)).toEqual(datesOf('7-days', today, null))
  })
  it('of the day on which the clocks change is one day of the policy’s zone, whatever the browser’s', () => {
    // 22:30Z is still the 28th in London and already the 29th in Shanghai; the 29th has 23 hours in London.
    const at = '2026-03-28T22:30:00Z'
    expect(datesOf('today', dateIn('Europe/London', at), null)).toEqual({ from: '2026-03-28', to: '2026-03-29' })
    expect(datesOf('today', dateIn('Asia/Shanghai', at), null)).toEqual({ from: '2026-03-29', to: '2026-03-30' })
    expect(datesOf('7-days', '2026-03-30', null)).toEqual({ from: '2026-03-24', to: '2026-03-31' })
    expect(datesOf('yesterday', '2026-10-26', null)).toEqual({ from: '2026-10-25', to: '2026-10-26' })
  })
  it('includes its first day and not the one after its last', () => {
    const dates = { from: '2026-03-01', to: '2026-03-03' }
    expect(['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'].map((day) => includes(dates, day))).toEqual([false, true, true, false])
    expect(lastDay(dates)).toBe('2026-03-02')
  })
  it('is made of two days, both included, in either order', () => {
    expect(between('2026-02-27', '2026-02-28')).toEqual({ from: '2026-02-27', to: '2026-03-01' })
    expect(between('2026-02-28', '2026-02-27')).toEqual({ from: '2026-02-27', to: '2026-03-01' })
  })
  it('has each of its days up to today', () => {
    expect(daysOf({ from: '2026-02-27', to: '2026-03-02' }, '2026-03-09')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(daysOf({ from: '2026-03-01', to: '2026-04-01' }, '2026-03-02')).toEqual(['2026-03-01', '2026-03-02'])
    expect(daysOf({ from: '2020-01-01', to: '2026-03-02' }, '2026-03-02', 2)).toEqual(['2026-02-28', '2026-03-01'])
    expect(daysOf({ from: '2026-05-01', to: '2026-05-02' }, '2026-03-02')).toEqual([])
  })
})

describe('a date', () => {
  it('is one of the calendar', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDate)).toBe(true)
    expect(['2026-02-29', '2026-13-01', '2026-3-1', '20260301', '', null, 7].some(isDate)).toBe(false)
  })
  it('is followed by others', () => expect(plus('2026-12-31', 1)).toBe('2027-01-01'))
})
