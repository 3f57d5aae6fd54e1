import { describe, expect, it } from 'vitest'
import type { MetricValue, PolicyMetric } from '../api/metrics'
import { agentsOf, excludedOf, inLanguage, partsOf, shown, standingOf, targetNumber, targetOf, valueOf } from './present'

const value = (more: Partial<MetricValue>): MetricValue =>
  ({ id: 'a', kind: 'reply-rate', numerator: 9, denominator: 10, value: 0.9, met: true, excluded: {}, ...more })
const metric = (target: PolicyMetric['target']): PolicyMetric => ({ id: 'a', title: { 'zh-CN': '甲', en: 'A' }, kind: 'reply-rate', target })

describe('a metric', () => {
  it('shows waits as time, shares in percent and the answer ratio as it is', () => {
    expect(shown(12_340, 'mean-wait', 'zh-CN')).toBe('12.3 秒')
    expect(shown(0.875, 'reply-rate', 'en')).toBe('87.5%')
    expect(shown(1.234, 'answer-ratio', 'en')).toBe('1.23')
  })
  it('without data shows no zero', () => {
    expect(shown(null, 'reply-rate', 'zh-CN')).toBeNull()
    expect(shown(0, 'reply-rate', 'zh-CN')).toBe('0%')
  })
  it('shows its target on the same scale', () => {
    expect(targetOf({ atLeast: 0.9 }, 'reply-rate', 'zh-CN')).toBe('≥ 90%')
    expect(targetOf({ atMost: '20s' }, 'mean-wait', 'zh-CN')).toBe('≤ 20 秒')
    expect(targetNumber({ atMost: '3m' }, 'percentile-wait')).toBe(180_000)
    expect(targetOf(null, 'satisfaction', 'en')).toBeNull()
  })
  it('that just misses its target does not look as if it met it', () => {
    const target = { atLeast: 0.9 }
    expect(valueOf(value({ value: 197 / 219, met: false }), target, 'en')).toBe('89.95%')
    expect(valueOf(value({ value: 0.89999, met: false }), target, 'en')).toBe('89.999%')
    expect(valueOf(value({ value: 0.9004, met: true }), target, 'en')).toBe('90%')
    expect(valueOf(value({ value: 0.5, met: false }), target, 'en')).toBe('50%')
    expect(valueOf(value({ kind: 'mean-wait', value: 20_012, met: false }), { atMost: 20_000 }, 'zh-CN')).toBe('20.01 秒')
    expect(valueOf(value({ kind: 'mean-wait', value: 180_400, met: false }), { atMost: '3m' }, 'en')).toBe('180.4 s')
    expect(valueOf(value({ value: null, met: null }), target, 'en')).toBeNull()
  })
  it('has met or missed a target only with both target and value', () => {
    expect(standingOf(value({}), metric({ atLeast: 0.8 }))).toBe('met')
    expect(standingOf(value({ met: false }), metric({ atLeast: 0.95 }))).toBe('missed')
    expect(standingOf(value({ value: null, met: null, denominator: 0 }), metric({ atLeast: 0.8 }))).toBe('none')
    expect(standingOf(value({ met: null }), metric(null))).toBe('no-target')
    expect(standingOf(value({}), undefined)).toBe('no-target')
  })
  it('is made of parts, each with what is behind it', () => {
    expect(partsOf(value({}), 'en')).toEqual([{ key: 'hit', n: 9, only: 'hit' }, { key: 'miss', n: 1, only: 'miss' }])
    expect(partsOf(value({ kind: 'mean-wait', numerator: 90_000 }), 'en'))
      .toEqual([{ key: 'waits', n: 10, only: 'measured' }, { key: 'together', n: '1 m 30 s', only: undefined }])
    expect(partsOf(value({ kind: 'percentile-wait', numerator: null }), 'en')).toEqual([{ key: 'waits', n: 10, only: 'measured' }])
    expect(partsOf(value({ kind: 'satisfaction' }), 'en').map((part) => part.only)).toEqual(['good', 'low'])
    expect(partsOf(value({ kind: 'answer-ratio' }), 'en').map((part) => part.only)).toEqual(['counts', undefined])
  })
  it('names the most frequent exclusion first', () => {
    expect(excludedOf(value({ excluded: { flagged: 1, 'bot-answered': 9 } }))).toEqual([['bot-answered', 9], ['flagged', 1]])
  })
})

it('nobody is the last of the agents', () => {
  expect(agentsOf({ unassigned: [], wu: [value({})], ai: [] }).map((row) => row.agent)).toEqual(['ai', 'wu', 'unassigned'])
})

describe('a text in both languages', () => {
  it('is read in one', () => {
    expect(inLanguage('自拟 · our own', 'en')).toBe('our own')
    expect(inLanguage('自拟 · our own', 'zh-CN')).toBe('自拟')
  })
  it('is left whole when it is not written so', () => {
    expect(inLanguage('《规则》 · 第三章', 'en')).toBe('《规则》 · 第三章')
    expect(inLanguage('规则 A · B · C', 'en')).toBe('规则 A · B · C')
    expect(inLanguage('our own', 'zh-CN')).toBe('our own')
  })
})
