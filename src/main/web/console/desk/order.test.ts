import { describe, expect, it } from 'vitest'
import type { Summary } from '../api/conversations'
import { byLongestWait, byNeed, step, waitOf } from './order'

const T0 = Date.parse('2026-03-02T01:00:00.000Z')
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString()

function row(conversation: string, waiting: number | null, last = 0): Summary {
  return {
    conversation, buyer: 'b', buyerName: '访客', blocked: false, phase: 'waiting', agent: null, openedAt: at(0), lastAt: at(last),
    lastText: '', lastFrom: 'buyer', waitingSince: waiting === null ? null : at(waiting), dueAt: null, stars: null,
    epoch: 1, seq: 1, reason: null,
  }
}

const ids = (rows: Summary[]) => rows.map((r) => r.conversation)

describe('the waiting list', () => {
  it('has the longest wait first, whatever order the rows came in', () => {
    expect(ids(byLongestWait([row('late', 90), row('first', 10), row('middle', 50)]))).toEqual(['first', 'middle', 'late'])
  })
  it('keeps the same order for equal waits', () => {
    expect(ids(byLongestWait([row('b', 10), row('a', 10)]))).toEqual(['a', 'b'])
  })
  it('does not change the array it is given', () => {
    const rows = [row('b', 2), row('a', 1)]
    byLongestWait(rows)
    expect(ids(rows)).toEqual(['b', 'a'])
  })
})

describe('my conversations', () => {
  it('have the unanswered first, longest waiting first, then the latest', () => {
    const rows = [row('old', null, 5), row('new', null, 60), row('short', 50, 50), row('long', 20, 55)]
    expect(ids(byNeed(rows))).toEqual(['long', 'short', 'new', 'old'])
  })
})

describe('a wait', () => {
  const waiting = { waitingSince: at(0), dueAt: at(180) }
  it('is none without an open question', () => {
    expect(waitOf({ waitingSince: null, dueAt: null }, T0)).toBeNull()
  })
  it('counts up to the limit', () => {
    expect(waitOf(waiting, T0 + 83_000)).toMatchObject({ waited: 83_000, limit: 180_000, over: 0, urgency: 'calm' })
  })
  it('warns before the limit', () => expect(waitOf(waiting, T0 + 120_000)?.urgency).toBe('soon'))
  it('is in time at exactly the limit, and overdue a millisecond later', () => {
    expect(waitOf(waiting, T0 + 180_000)?.urgency).toBe('soon')
    expect(waitOf(waiting, T0 + 180_001)).toMatchObject({ urgency: 'overdue', over: 1, used: 1 })
  })
  it('is not negative when the clocks differ', () => expect(waitOf(waiting, T0 - 4_000)?.waited).toBe(0))
  it('has no urgency without a limit', () => {
    expect(waitOf({ waitingSince: at(0), dueAt: null }, T0 + 999_000)).toMatchObject({ limit: null, urgency: 'calm' })
  })
})

describe('arrow keys', () => {
  it('stay inside the list', () => {
    expect(step(0, 'ArrowUp', 3)).toBe(0)
    expect(step(2, 'ArrowDown', 3)).toBe(2)
    expect(step(-1, 'ArrowDown', 3)).toBe(0)
    expect(step(1, 'End', 3)).toBe(2)
    expect(step(0, 'ArrowDown', 0)).toBe(-1)
  })
})
