import { describe, expect, it } from 'vitest'
import type { MetricKind, MetricValue } from '../../api/metrics'
import { differenceOf, matched } from './compare'

const value = (id: string, kind: MetricKind = 'reply-rate'): MetricValue => ({ id, kind, numerator: 1, denominator: 1, value: 1, met: null, excluded: {} })

describe('the figures of two policies', () => {
  const pairs = (values: MetricValue[], others: MetricValue[]) => Object.fromEntries([...matched(values, others)].map(([id, other]) => [id, other.id]))

  it('belong together by their names first', () => {
    expect(pairs([value('first'), value('all')], [value('all'), value('quick')])).toEqual({ all: 'all', first: 'quick' })
  })
  it('belong together by kind where names differ, each once', () => {
    expect(pairs([value('a'), value('b')], [value('x')])).toEqual({ a: 'x' })
  })
  it('of different kinds never do, though they have one name', () => {
    expect(pairs([value('a')], [value('a', 'mean-wait')])).toEqual({})
  })
})

describe('the difference', () => {
  it('of shares is told in points', () => {
    expect(differenceOf(0.9, 0.8765, 'reply-rate', 'en')).toEqual({ key: 'lower', by: '2.4' })
    expect(differenceOf(0.8, 0.9, 'satisfaction', 'en')).toEqual({ key: 'higher', by: '10' })
    expect(differenceOf(0.9, 0.9004, 'reply-rate', 'en')).toEqual({ key: 'same', by: '' })
  })
  it('of waits is told in time', () => {
    expect(differenceOf(20_000, 12_500, 'mean-wait', 'en')).toEqual({ key: 'faster', by: '7.5 s' })
    expect(differenceOf(20_000, 140_000, 'percentile-wait', 'zh-CN')).toEqual({ key: 'slower', by: '2 分' })
    expect(differenceOf(20_000, 20_049, 'mean-wait', 'en')).toEqual({ key: 'same', by: '' })
  })
  it('of answer ratios is told as it is', () => expect(differenceOf(1.2, 1.25, 'answer-ratio', 'en')).toEqual({ key: 'higher', by: '0.05' }))
  it('is none without data', () => expect(differenceOf(null, 0.9, 'reply-rate', 'en').key).toBe('none'))
})
