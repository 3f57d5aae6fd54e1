import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { isDate, PERIODS, type Dates, type Period } from './report/period'

/** What the room shows, as the address of the page: it can be sent to a colleague, and Back goes back. Pure. */

export interface Behind extends Dates {
  list: 'rounds' | 'replies' | 'ratings'
  metric: string | null
  /** Only these: an outcome or standing of rounds, a verdict of replies, a standing of ratings. */
  only: string | null
  agent: string | null
}

export interface View {
  policy: string | null
  period: Period
  custom: Dates | null
  /** The second policy that the first is compared with. */
  versus: string | null
  /** The list behind a number that is open. */
  behind: Behind | null
}

const LISTS: Behind['list'][] = ['rounds', 'replies', 'ratings']
export const USUAL: Period = '7-days'

export function viewOf(query: LocationQuery): View {
  const text = (key: string) => (typeof query[key] === 'string' && query[key] ? query[key] : null)
  const dates = (from: string | null, to: string | null) => (isDate(from) && isDate(to) && from < to ? { from, to } : null)
  const custom = dates(text('from'), text('to'))
  const period = PERIODS.find((one) => one === text('period')) ?? USUAL
  const list = LISTS.find((one) => one === text('list'))
  const span = dates(text('since'), text('until'))
  const behind = list && span && (list === 'replies' || text('metric'))
    ? { list, metric: text('metric'), only: text('only'), agent: text('agent'), ...span }
    : null
  return { policy: text('policy'), period: period === 'custom' && !custom ? USUAL : period, custom, versus: text('with'), behind }
}

export function queryOf({ policy, period, custom, versus, behind }: View): LocationQueryRaw {
  const all = {
    policy, period: period === USUAL ? null : period, with: versus,
    ...(period === 'custom' && custom ? custom : {}),
    ...(behind
      ? { list: behind.list, metric: behind.metric, only: behind.only, agent: behind.agent, since: behind.from, until: behind.to }
      : {}),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}
