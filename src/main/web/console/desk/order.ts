import type { Summary } from '../api/conversations'

/** Who comes first at the desk, and how much of a wait is used up. Pure: the instant is a parameter. */

/** How much of the time for a reply is used up. */
export type Urgency = 'calm' | 'soon' | 'overdue'

export interface Wait {
  /** Milliseconds since the question. */
  waited: number
  /** Milliseconds allowed for the reply; null if the shop set no limit. */
  limit: number | null
  /** Milliseconds beyond the limit, 0 within it. */
  over: number
  /** The part of the limit used up, 0 to 1. */
  used: number
  urgency: Urgency
}

/** From this part of the limit on, a wait is marked as nearly over. */
export const SOON = 0.6

type Waiting = Pick<Summary, 'waitingSince' | 'dueAt'>

export function waitOf(row: Waiting, now: number): Wait | null {
  if (!row.waitingSince) return null
  const since = Date.parse(row.waitingSince)
  if (Number.isNaN(since)) return null
  const waited = Math.max(0, now - since)
  const due = row.dueAt ? Date.parse(row.dueAt) : Number.NaN
  if (Number.isNaN(due)) return { waited, limit: null, over: 0, used: 0, urgency: 'calm' }
  const limit = Math.max(0, due - since)
  const over = Math.max(0, now - due)
  const used = limit === 0 ? 1 : Math.min(1, waited / limit)
  return { waited, limit, over, used, urgency: over > 0 ? 'overdue' : used >= SOON ? 'soon' : 'calm' }
}

const since = (row: Waiting) => (row.waitingSince ? Date.parse(row.waitingSince) : Number.POSITIVE_INFINITY)
const byId = (a: Summary, b: Summary) => (a.conversation < b.conversation ? -1 : a.conversation > b.conversation ? 1 : 0)

/** The waiting list: who has waited longest is first, whatever came in later. */
export function byLongestWait<T extends Summary>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => {
    const difference = since(a) - since(b)
    return Number.isNaN(difference) || difference === 0 ? byId(a, b) : difference
  })
}

/** An agent's own: who still waits for an answer first, longest first; then the latest spoken to. */
export function byNeed<T extends Summary>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => {
    const open = Number(Boolean(b.waitingSince)) - Number(Boolean(a.waitingSince))
    if (open !== 0) return open
    const difference = a.waitingSince ? since(a) - since(b) : Date.parse(b.lastAt) - Date.parse(a.lastAt)
    return Number.isNaN(difference) || difference === 0 ? byId(a, b) : difference
  })
}

/** The place that an arrow key leads to in a list of `size`; -1 in an empty one. */
export function step(index: number, key: string, size: number): number {
  if (size === 0) return -1
  switch (key) {
    case 'ArrowDown': return index < 0 ? 0 : Math.min(size - 1, index + 1)
    case 'ArrowUp': return index < 0 ? size - 1 : Math.max(0, index - 1)
    case 'Home': return 0
    case 'End': return size - 1
    default: return index
  }
}
