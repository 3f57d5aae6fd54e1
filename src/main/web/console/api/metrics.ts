import { decodeBoard } from '../../shared/decode'
import type { Board, MetricKind, MetricValue } from '../../shared/frames'
import { api, ApiError, url, type Words } from './client'

export type { Board, MetricKind, MetricValue }
export type Target = { atLeast: number } | { atMost: number | string }
export type Verdict = 'counts' | 'auto-reply' | 'no-question-waiting' | 'kind-not-counted'

export const VERDICTS: Verdict[] = ['counts', 'auto-reply', 'no-question-waiting', 'kind-not-counted']

export interface PolicyMetric {
  id: string
  title: Words
  kind: MetricKind
  target?: Target | null
  /** What it measures, in a sentence. */
  rule?: Words | null
}

export interface PolicySummary {
  id: string
  title: Words
  source: string | null
  asOf: string | null
  timezone: string
  /** How it counts, in sentences. */
  rules?: Words[]
  metrics: PolicyMetric[]
}

/** A sentence for each name: why a reply counts or does not, what became of a round, why something was left out. */
export interface Reasons {
  verdicts: Record<string, Words>
  standings: Record<string, Words>
  outcomes: Record<string, Words>
  whys: Record<string, Words>
}

export interface ReportResult {
  policy: string
  asOf: string
  metrics?: MetricValue[]
  byAgent?: Record<string, MetricValue[]>
  byDay?: Record<string, MetricValue[]>
}

/** An agent, as colleagues see one. */
export interface Credited {
  name: string
  displayName: string
}

export interface Round {
  conversation: string
  session: number
  start: string
  end: string | null
  outcome: string
  why: string | null
  agent: Credited | null
  first: boolean
  waitMs: number | null
  /** The seq of the message that ended it. */
  reply?: number | null
  result: Record<string, string | number>
  sentence: Words
}

export interface Reply {
  conversation: string
  seq: number
  at: string
  from: 'bot' | 'agent'
  kind: string
  agent: Credited | null
  text: string | null
  verdict: Verdict
  waitMs: number | null
  sentence: Words
}

export interface Rating {
  conversation: string
  at: string
  stars: number
  of: 'agent' | 'bot'
  standing: string
  sentence: Words
}

/** Local dates of the policy's time zone, half-open. */
export interface Span {
  policy: string
  from: string
  to: string
}

interface ListQuery extends Span {
  agent?: string | null
  offset?: number
  limit?: number
}

export interface RoundsQuery extends ListQuery {
  metric?: string | null
  outcome?: string | null
}

export interface RepliesQuery extends ListQuery {
  verdict?: string | null
}

export interface RatingsQuery extends ListQuery {
  metric: string
  standing?: string | null
}

async function live(signal?: AbortSignal): Promise<Board> {
  const read = decodeBoard(await api.get<unknown>('/metrics/live', {}, signal))
  if (read.ok) return read.board
  console.warn(`[yingda] ${read.reason}`)
  throw new ApiError(200, 'internal', null)
}

const replies = (query: RepliesQuery, signal?: AbortSignal) =>
  api.get<{ replies: Reply[]; total: number; counts: Record<Verdict, number> }>('/metrics/replies', { ...query }, signal)

/** How many replies of the period there are of each verdict. */
const replyCounts = (span: Span, signal?: AbortSignal): Promise<Record<Verdict, number>> =>
  replies({ ...span, limit: 1 }, signal).then((r) => r.counts)

export const metricsApi = {
  policies: () => api.get<{ policies: PolicySummary[] }>('/policies').then((r) => r.policies),
  reasons: () => api.get<Reasons>('/metrics/reasons'),
  live,
  report: (span: Span, by: string, signal?: AbortSignal) =>
    api.get<{ result: ReportResult; from: string; to: string }>('/metrics', { ...span, by }, signal).then((r) => r.result),
  rounds: (query: RoundsQuery, signal?: AbortSignal) =>
    api.get<{ rounds: Round[]; total: number }>('/metrics/rounds', { ...query }, signal),
  replies,
  replyCounts,
  ratings: (query: RatingsQuery, signal?: AbortSignal) =>
    api.get<{ ratings: Rating[]; total: number }>('/metrics/ratings', { ...query }, signal),
  csv: {
    metrics: (span: Span) => url('/metrics.csv', { ...span, by: 'agent,day' }),
    rounds: (query: RoundsQuery) => url('/metrics/rounds.csv', { ...query }),
    replies: (query: RepliesQuery) => url('/metrics/replies.csv', { ...query }),
    ratings: (query: RatingsQuery) => url('/metrics/ratings.csv', { ...query }),
  },
}
