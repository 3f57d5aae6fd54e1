import { api, url, type Words } from './client'

export type MetricKind = 'reply-rate' | 'mean-wait' | 'percentile-wait' | 'satisfaction' | 'answer-ratio'
export type Target = { atLeast: number } | { atMost: number | string }
export type Verdict = 'counts' | 'auto-reply' | 'no-question-waiting' | 'kind-not-counted'

export interface PolicyMetric {
  id: string
  title: Words
  kind: MetricKind
  target?: Target | null
}

export interface PolicySummary {
  id: string
  title: Words
  source: string | null
  asOf: string | null
  metrics: PolicyMetric[]
}

export interface MetricValue {
  id: string
  kind: MetricKind
  numerator: number | null
  denominator: number
  value: number | null
  met: boolean | null
  excluded?: Record<string, number>
}

export interface ReportResult {
  policy: string
  asOf: string
  metrics?: MetricValue[]
  replies?: Record<Verdict, number>
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

export interface Span {
  policy: string
  from: string
  to: string
}

export interface RoundsQuery extends Span {
  metric?: string | undefined
  outcome?: string | undefined
  agent?: string | undefined
  offset?: number
  limit?: number
}

export interface RepliesQuery extends Span {
  verdict?: string | undefined
  agent?: string | undefined
  offset?: number
  limit?: number
}

export const metricsApi = {
  policies: () => api.get<{ policies: PolicySummary[] }>('/policies').then((r) => r.policies),
  report: (span: Span, signal?: AbortSignal) =>
    api.get<{ result: ReportResult; from: string; to: string }>('/metrics', { ...span, by: 'agent,day' }, signal)
      .then((r) => r.result),
  rounds: (query: RoundsQuery, signal?: AbortSignal) =>
    api.get<{ rounds: Round[]; total: number }>('/metrics/rounds', { ...query }, signal),
  replies: (query: RepliesQuery, signal?: AbortSignal) =>
    api.get<{ replies: Reply[]; total: number }>('/metrics/replies', { ...query }, signal),
  roundsCsv: (query: RoundsQuery) => url('/metrics/rounds.csv', { ...query }),
  repliesCsv: (query: RepliesQuery) => url('/metrics/replies.csv', { ...query }),
}
