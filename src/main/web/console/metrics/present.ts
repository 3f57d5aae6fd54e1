import type { MetricKind, MetricValue, PolicyMetric, Target } from '../api/metrics'
import { duration, millis, percent, type Lang } from '../shell/format'

/** Metrics as people read them. Pure. */

export const isWait = (kind: MetricKind) => kind === 'mean-wait' || kind === 'percentile-wait'

/** Metrics whose number opens a list of rounds; the others are made of ratings and messages. */
export const hasRounds = (kind: MetricKind) => kind === 'reply-rate' || isWait(kind)

export function shown(value: number | null, kind: MetricKind, lang: Lang): string {
  if (value === null) return '–'
  return isWait(kind) ? duration(value, lang) : percent(value)
}

export function targetOf(target: Target | null | undefined, kind: MetricKind, lang: Lang): string | null {
  if (!target) return null
  const text = (bound: number | string) => (isWait(kind) ? duration(millis(bound), lang) : percent(Number(bound)))
  return 'atLeast' in target ? `≥ ${text(target.atLeast)}` : `≤ ${text(target.atMost)}`
}

/** A target as a number on the scale of the values. */
export function targetNumber(target: Target | null | undefined, kind: MetricKind): number | null {
  if (!target) return null
  const bound = 'atLeast' in target ? target.atLeast : target.atMost
  const number = isWait(kind) ? millis(bound) : Number(bound)
  return Number.isNaN(number) ? null : number
}

/** Excluded reasons, the most frequent first. */
export function excludedOf(metric: MetricValue): [reason: string, count: number][] {
  return Object.entries(metric.excluded ?? {}).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}

export function definitionOf(metrics: readonly PolicyMetric[], id: string): PolicyMetric | undefined {
  return metrics.find((metric) => metric.id === id)
}
