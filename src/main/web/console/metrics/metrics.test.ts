import { describe, expect, it } from 'vitest'
import { spanOf } from './period'
import { excludedOf, shown, targetNumber, targetOf } from './present'

describe('a period', () => {
  const now = new Date(2026, 2, 3, 15, 30)
  const local = (iso: string) => {
    const at = new Date(iso)
    return [at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()]
  }
  it('begins and ends at the reader’s midnights', () => {
    const { from, to } = spanOf('today', now, null)
    expect([local(from), local(to)]).toEqual([[3, 3, 0, 0], [3, 4, 0, 0]])
  })
  it('of seven days has today as the last', () => {
    const { from, to } = spanOf('7-days', now, null)
    expect([local(from), local(to)]).toEqual([[2, 25, 0, 0], [3, 4, 0, 0]])
  })
  it('chosen by hand includes both days, in either order', () => {
    const span = spanOf('custom', now, [new Date(2026, 1, 1, 9), new Date(2026, 1, 3, 8)])
    expect([local(span.from), local(span.to)]).toEqual([[2, 1, 0, 0], [2, 4, 0, 0]])
    expect(spanOf('custom', now, [new Date(2026, 1, 3), new Date(2026, 1, 1)])).toEqual(span)
  })
})

describe('a metric', () => {
  it('shows waits as time and shares in percent', () => {
    expect(shown(12_340, 'mean-wait', 'zh-CN')).toBe('12.3 秒')
    expect(shown(0.875, 'reply-rate', 'en')).toBe('87.5%')
    expect(shown(null, 'reply-rate', 'zh-CN')).toBe('–')
  })
  it('shows its target on the same scale', () => {
    expect(targetOf({ atLeast: 0.9 }, 'reply-rate', 'zh-CN')).toBe('≥ 90%')
    expect(targetOf({ atMost: '20s' }, 'mean-wait', 'zh-CN')).toBe('≤ 20 秒')
    expect(targetNumber({ atMost: '3m' }, 'percentile-wait')).toBe(180_000)
    expect(targetOf(null, 'satisfaction', 'en')).toBeNull()
  })
  it('names the most frequent exclusion first', () => {
    const metric = { id: 'a', kind: 'reply-rate' as const, numerator: 1, denominator: 1, value: 1, met: null, excluded: { flagged: 1, 'bot-answered': 9 } }
    expect(excludedOf(metric)).toEqual([['bot-answered', 9], ['flagged', 1]])
  })
})
