import type { MetricKind, MetricValue } from '../../api/metrics'
import { duration, type Lang } from '../../shell/format'
import { isWait } from '../present'

/** What another policy says of the same days. Pure. */

/** For each figure the other policy's of the same name and kind, else its first of the same kind that is nobody's else. */
export function matched(values: readonly MetricValue[], others: readonly MetricValue[]): Map<string, MetricValue> {
  const found = new Map<string, MetricValue>()
  for (const value of values) {
    const same = others.find((other) => other.id === value.id && other.kind === value.kind)
    if (same) found.set(value.id, same)
  }
  const taken = new Set([...found.values()].map((other) => other.id))
  for (const value of values) {
    const alike = found.has(value.id) ? undefined : others.find((other) => other.kind === value.kind && !taken.has(other.id))
    if (alike) {
      found.set(value.id, alike)
      taken.add(alike.id)
    }
  }
  return found
}

export interface Difference {
  /** Words `compare.…`. */
  key: 'same' | 'higher' | 'lower' | 'faster' | 'slower' | 'none'
  by: string
}

/** How the other stands to this one: by how many points a share is higher, by how long a wait is shorter. */
export function differenceOf(value: number | null, other: number | null, kind: MetricKind, lang: Lang): Difference {
  if (value === null || other === null) return { key: 'none', by: '' }
  const more = other - value
  if (isWait(kind)) {
    const by = duration(Math.abs(more), lang)
    return Math.abs(more) < 50 ? { key: 'same', by: '' } : { key: more < 0 ? 'faster' : 'slower', by }
  }
  const [amount, digits] = kind === 'answer-ratio' ? [Math.abs(more), 2] : [Math.abs(more) * 100, 1]
  const by = amount.toFixed(digits)
  return Number(by) === 0 ? { key: 'same', by: '' } : { key: more > 0 ? 'higher' : 'lower', by: Number(by).toString() }
}
