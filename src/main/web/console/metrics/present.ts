import type { MetricKind, MetricValue, PolicyMetric, Target } from '../api/metrics'
import { duration, millis, percent, type Lang } from '../shell/format'

/** Metrics as people read them. Pure. */

export const isWait = (kind: MetricKind) => kind === 'mean-wait' || kind === 'percentile-wait'

/** The list that is behind a figure of the kind. */
export function listOf(kind: MetricKind): 'rounds' | 'replies' | 'ratings' {
  switch (kind) {
    case 'reply-rate':
    case 'mean-wait':
    case 'percentile-wait': return 'rounds'
    case 'satisfaction': return 'ratings'
    case 'answer-ratio': return 'replies'
  }
}

/** The value, or null where there is none: no data is never a zero. */
export function shown(value: number | null, kind: MetricKind, lang: Lang): string | null {
  if (value === null) return null
  if (kind === 'answer-ratio') return value.toFixed(2)
  return isWait(kind) ? duration(value, lang) : percent(value)
}

export function targetOf(target: Target | null | undefined, kind: MetricKind, lang: Lang): string | null {
  const bound = targetNumber(target, kind)
  if (!target || bound === null) return null
  return `${'atLeast' in target ? '≥' : '≤'} ${shown(bound, kind, lang)}`
}

/** A target as a number on the scale of the values. */
export function targetNumber(target: Target | null | undefined, kind: MetricKind): number | null {
  if (!target) return null
  const bound = 'atLeast' in target ? target.atLeast : target.atMost
  const number = isWait(kind) ? millis(bound) : Number(bound)
  return Number.isNaN(number) ? null : number
}

/** The value of a figure; one that misses its target by less than is shown gets the decimals that tell the two apart. */
export function valueOf({ value, kind, met }: MetricValue, target: Target | null | undefined, lang: Lang): string | null {
  const text = shown(value, kind, lang)
  const bound = targetNumber(target, kind)
  if (value === null || bound === null || met !== false || text !== shown(bound, kind, lang)) return text
  const scale = isWait(kind) ? 1 / 1000 : 100
  const unit = isWait(kind) ? (lang === 'en' ? ' s' : ' 秒') : '%'
  for (let digits = 1; digits <= 6; digits++) {
    const exact = (value * scale).toFixed(digits)
    if (exact !== (bound * scale).toFixed(digits)) return exact + unit
  }
  return text
}

export type Standing = 'met' | 'missed' | 'none' | 'no-target'

/** Where a figure stands to its target: `none` as long as it has no value. */
export function standingOf(metric: MetricValue, definition: PolicyMetric | undefined): Standing {
  if (!definition?.target) return 'no-target'
  if (metric.value === null || metric.met === null) return 'none'
  return metric.met ? 'met' : 'missed'
}

/** What a figure is made of, each part with the part of the list that is behind it; null: all of it, undefined: no list. */
export interface Part {
  /** Words `made.…`. */
  key: string
  n: number | string
  only: string | null | undefined
}

export function partsOf({ kind, numerator, denominator }: MetricValue, lang: Lang): Part[] {
  const some = numerator ?? 0
  switch (kind) {
    case 'reply-rate':
      return [{ key: 'hit', n: some, only: 'hit' }, { key: 'miss', n: denominator - some, only: 'miss' }]
    case 'mean-wait':
      return [{ key: 'waits', n: denominator, only: 'measured' }, { key: 'together', n: duration(some, lang), only: undefined }]
    case 'percentile-wait':
      return [{ key: 'waits', n: denominator, only: 'measured' }]
    case 'satisfaction':
      return [{ key: 'good', n: some, only: 'good' }, { key: 'low', n: denominator - some, only: 'low' }]
    case 'answer-ratio':
      return [{ key: 'replies', n: some, only: 'counts' }, { key: 'messages', n: denominator, only: undefined }]
  }
}

/** Why some were left out, the most frequent reason first. */
export function excludedOf(metric: MetricValue): [reason: string, count: number][] {
  return Object.entries(metric.excluded ?? {}).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}

/** What of a metric's list may be asked for, in the order in which the reasons are tested. */
export function choicesOf(kind: MetricKind): string[] {
  const common = ['bot-answered', 'never-handed-off', 'flagged', 'outside-hours', 'not-first']
  switch (kind) {
    case 'reply-rate': return ['hit', 'miss', 'pending', ...common, 'left-early']
    case 'mean-wait':
    case 'percentile-wait': return ['measured', 'pending', ...common, 'unanswered', 'wait-over-limit']
    case 'satisfaction': return ['good', 'low', 'flagged', 'over-buyer-limit']
    case 'answer-ratio': return []
  }
}

export function definitionOf(metrics: readonly PolicyMetric[], id: string | null): PolicyMetric | undefined {
  return metrics.find((metric) => metric.id === id)
}

/** Agents by name, those that nobody is last. */
export function agentsOf(byAgent: Record<string, MetricValue[]>): { agent: string; values: Map<string, MetricValue> }[] {
  return Object.entries(byAgent)
    .map(([agent, values]) => ({ agent, values: new Map(values.map((value) => [value.id, value])) }))
    .sort((a, b) => Number(a.agent === NOBODY) - Number(b.agent === NOBODY) || a.agent.localeCompare(b.agent))
}

/** The agent of rounds that were nobody's. */
export const NOBODY = 'unassigned'

/** The part of a text for the language, if it is written as one in both: `中文 · English`. */
export function inLanguage(text: string, lang: Lang): string {
  const [chinese = '', english = '', ...more] = text.split(' · ')
  const both = !more.length && english && HAN.test(chinese) && !HAN.test(english)
  return both ? (lang === 'en' ? english : chinese) : text
}

const HAN = /\p{Script=Han}/u
