/** Periods of a report as local dates of the policy's time zone. Pure: today is a parameter. */

export type Period = 'today' | 'yesterday' | '7-days' | '30-days' | 'this-month' | 'last-month' | 'custom'

export const PERIODS: Period[] = ['today', 'yesterday', '7-days', '30-days', 'this-month', 'last-month', 'custom']

/** The dates from `from` up to, but without, `to`: as the server is asked. */
export interface Dates {
  from: string
  to: string
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** Whether it is a date of the calendar, such as `2026-02-28`. */
export function isDate(text: unknown): text is string {
  return typeof text === 'string' && DATE.test(text) && plus(text, 0) === text
}

/** The date so many days later. Dates know no hours, so days of 23 and 25 hours are days like others. */
export function plus(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10)
}

/** The first of the month, so many months from that of the date. */
function monthOf(date: string, months: number): string {
  const at = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1))
  return at.toISOString().slice(0, 10)
}

/** What a period means on the day. `custom`: the dates chosen; with none the last seven days. */
export function datesOf(period: Period, today: string, custom: Dates | null): Dates {
  const tomorrow = plus(today, 1)
  switch (period) {
    case 'today': return { from: today, to: tomorrow }
    case 'yesterday': return { from: plus(today, -1), to: today }
    case '7-days': return { from: plus(today, -6), to: tomorrow }
    case '30-days': return { from: plus(today, -29), to: tomorrow }
    case 'this-month': return { from: monthOf(today, 0), to: monthOf(today, 1) }
    case 'last-month': return { from: monthOf(today, -1), to: monthOf(today, 0) }
    case 'custom': return custom ?? datesOf('7-days', today, null)
  }
}

/** Two days, both included and in either order. */
export function between(one: string, other: string): Dates {
  return one <= other ? { from: one, to: plus(other, 1) } : { from: other, to: plus(one, 1) }
}

export const lastDay = (dates: Dates) => plus(dates.to, -1)

export const includes = (dates: Dates, day: string) => dates.from <= day && day < dates.to

/** Each day of the period up to today; at most so many, the last ones. */
export function daysOf(dates: Dates, today: string, most = 400): string[] {
  const end = dates.to <= today ? dates.to : plus(today, 1)
  const days: string[] = []
  for (let day = plus(end, -1); day >= dates.from && days.length < most; day = plus(day, -1)) days.unshift(day)
  return days
}
