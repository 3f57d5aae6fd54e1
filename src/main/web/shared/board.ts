// Reads the live figures, of the frame `metrics` and of REST.

import type { Fields } from './fields'
import type { Board, LivePolicy, MetricKind, MetricValue, OpenRound } from './frames'

const KINDS: readonly MetricKind[] = ['reply-rate', 'mean-wait', 'percentile-wait', 'satisfaction', 'answer-ratio']

const metricValue = (f: Fields): MetricValue => ({
  id: f.text('id'), kind: f.oneOf('kind', KINDS), numerator: f.numberOrNull('numerator'), denominator: f.count('denominator'),
  value: f.numberOrNull('value'), met: f.maybeFlag('met') ?? null,
  excluded: f.byName('excluded', (counts, reason) => counts.count(reason)),
})

const openRound = (f: Fields): OpenRound => ({
  conversation: f.text('conversation'), buyer: f.text('buyer'), agent: f.orNull('agent'), since: f.instant('since'),
  due: f.list('due', (due) => ({ metric: due.text('metric'), at: due.has('at') ? due.instant('at') : null })),
})

const livePolicy = (f: Fields): LivePolicy => ({
  policy: f.text('policy'), day: f.text('day'), metrics: f.list('metrics', metricValue),
  byAgent: f.byName('byAgent', (agents, name) => agents.list(name, metricValue)), open: f.list('open', openRound),
})

export const board = (f: Fields): Board => ({ asOf: f.instant('asOf'), policies: f.list('policies', livePolicy) })
