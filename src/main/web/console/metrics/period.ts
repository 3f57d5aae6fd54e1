/** Periods of a report, in the reader's own days. Pure: the instant is a parameter. */

export type Period = 'today' | 'yesterday' | '7-days' | '30-days' | 'custom'

export const PERIODS: Period[] = ['today', 'yesterday', '7-days', '30-days', 'custom']

/** Midnight of the day so many days from that of `now`; days of 23 and 25 hours included. */
function midnight(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
}

/** From the first instant to the one after the last. `custom` are two days, both included. */
export function spanOf(period: Period, now: Date, custom: readonly [Date, Date] | null): { from: string; to: string } {
  const span = (from: Date, to: Date) => ({ from: from.toISOString(), to: to.toISOString() })
  switch (period) {
    case 'today': return span(midnight(now, 0), midnight(now, 1))
    case 'yesterday': return span(midnight(now, -1), midnight(now, 0))
    case '7-days': return span(midnight(now, -6), midnight(now, 1))
    case '30-days': return span(midnight(now, -29), midnight(now, 1))
    case 'custom': {
      if (!custom) return spanOf('7-days', now, null)
      const [first, last] = custom[0] <= custom[1] ? custom : [custom[1], custom[0]]
      return span(midnight(first, 0), midnight(last, 1))
    }
  }
}
