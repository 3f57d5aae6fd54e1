import { describe, expect, it } from 'vitest'
import type { OpenRound } from '../../../shared/frames'
import { countOf, duesOf, handleOf, secondsUp, waitedOf } from './due'

const since = '2026-03-02T01:00:00.000Z'
const start = Date.parse(since)
const round = (...due: [string, number | null][]): OpenRound => ({
  conversation: 'c1', buyer: 'b1', agent: null, since,
  due: due.map(([metric, seconds]) => ({ metric, at: seconds === null ? null : new Date(start + seconds * 1000).toISOString() })),
})

describe('what is due', () => {
  it('counts down to the last instant in time', () => {
    expect(duesOf(round(['a', 180]), start + 60_000)).toEqual([{ metric: 'a', left: 120_000, over: 0, used: 60 / 180, urgency: 'calm' }])
  })
  it('is in time up to its instant, and overdue after it', () => {
    const at = (ms: number) => duesOf(round(['a', 180]), start + ms)[0]
    expect(at(180_000)).toMatchObject({ left: 0, over: 0, urgency: 'soon' })
    expect(at(180_001)).toMatchObject({ left: 0, over: 1, used: 1, urgency: 'overdue' })
    expect(at(240_000)).toMatchObject({ left: 0, over: 60_000 })
  })
  it('names the earliest first, and what is never due last', () => {
    expect(duesOf(round(['never', null], ['late', 180], ['early', 120], ['nor', null]), start).map((due) => due.metric)).toEqual(['early', 'late', 'never', 'nor'])
  })
  it('has no countdown when it is never due', () => {
    expect(duesOf(round(['a', null]), start + 1e9)).toEqual([{ metric: 'a', left: null, over: 0, used: 0, urgency: 'calm' }])
  })
  it('shows zero only when it has run out', () => {
    expect([1, 999, 1000, 1001, 0].map(secondsUp)).toEqual([1000, 1000, 1000, 2000, 0])
  })
})

describe('the waiting', () => {
  it('have waited no negative time, though clocks differ', () => {
    expect(waitedOf(round(), start - 400)).toBe(0)
    expect(waitedOf(round(), start + 5_000)).toBe(5_000)
  })
  it('are counted, and among them who is overdue in any metric', () => {
    const open = [round(['a', 30], ['b', 600]), round(['a', 120]), round(['a', null]), round()]
    expect(countOf(open, start + 60_000)).toEqual({ waiting: 4, overdue: 1 })
    expect(countOf([], start)).toEqual({ waiting: 0, overdue: 0 })
  })
  it('are called by a short handle', () => expect(handleOf('b-9f3e-77b0')).toBe('77B0'))
})
