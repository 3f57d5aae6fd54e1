import type { OpenRound } from '../../../shared/frames'
import { waitOf, type Urgency } from '../../desk/order'

/** What an open round has left. Pure: the instant is a parameter. */

export interface Due {
  metric: string
  /** Milliseconds left; null if nothing is due, 0 when it is over. */
  left: number | null
  /** Milliseconds since it became a miss; 0 before. */
  over: number
  /** The part of the time that is used up, 0 to 1. */
  used: number
  urgency: Urgency
}

/** What is due when, the earliest first; what is never due last. */
export function duesOf(round: OpenRound, now: number): Due[] {
  const instant = (at: string | null) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at))
  return [...round.due].sort((a, b) => (instant(a.at) === instant(b.at) ? 0 : instant(a.at) - instant(b.at))).map(({ metric, at }) => {
    const wait = waitOf({ waitingSince: round.since, dueAt: at }, now)
    if (!wait || wait.limit === null) return { metric, left: null, over: 0, used: 0, urgency: 'calm' }
    return { metric, left: Math.max(0, instant(at) - now), over: wait.over, used: wait.used, urgency: wait.urgency }
  })
}

/** Milliseconds that the buyer has waited; never negative. */
export const waitedOf = (round: OpenRound, now: number) => Math.max(0, now - Date.parse(round.since))

/** How many wait, and how many of them longer than is in time. */
export function countOf(open: readonly OpenRound[], now: number): { waiting: number; overdue: number } {
  return { waiting: open.length, overdue: open.filter((round) => duesOf(round, now).some((due) => due.over > 0)).length }
}

/** Time that is left, in whole seconds rounded up: a clock that shows 0:00 has run out. */
export const secondsUp = (ms: number) => Math.ceil(ms / 1000) * 1000

/** What agents call a buyer of whom nothing is known: a short handle from the id. */
export const handleOf = (buyer: string) => buyer.replace(/[^A-Za-z0-9]/g, '').slice(-4).toUpperCase()
