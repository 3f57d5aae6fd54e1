import { describe, expect, it } from 'vitest'
import { queryOf, viewOf, type View } from './address'

const usual: View = { policy: null, period: '7-days', custom: null, versus: null, behind: null }

describe('the address of the room', () => {
  it('is bare when nothing was chosen', () => {
    expect(viewOf({})).toEqual(usual)
    expect(queryOf(usual)).toEqual({})
  })
  it.each<[string, View]>([
    ['a policy and a period', { ...usual, policy: 'jd', period: 'last-month' }],
    ['dates by hand', { ...usual, period: 'custom', custom: { from: '2026-03-01', to: '2026-03-03' } }],
    ['a second policy', { ...usual, policy: 'jd', versus: 'shop-default' }],
    ['the rounds behind a number', { ...usual, behind: { list: 'rounds', metric: 'a', only: 'miss', agent: 'lin', from: '2026-03-01', to: '2026-03-02' } }],
    ['all replies', { ...usual, behind: { list: 'replies', metric: null, only: null, agent: null, from: '2026-03-01', to: '2026-03-02' } }],
  ])('keeps %s', (_, view) => expect(viewOf(queryOf(view) as Record<string, string>)).toEqual(view))

  it('leaves out what makes no sense', () => {
    expect(viewOf({ period: 'ever', from: 'x', to: '2026-03-01', list: 'people' })).toEqual(usual)
    expect(viewOf({ period: 'custom', from: '2026-03-03', to: '2026-03-01' })).toEqual(usual)
    expect(viewOf({ list: 'rounds', since: '2026-03-01', until: '2026-03-02' }).behind).toBeNull()
    expect(viewOf({ list: 'ratings', metric: 'a', since: '2026-03-01' }).behind).toBeNull()
    expect(viewOf({ policy: ['a', 'b'] }).policy).toBeNull()
  })
})
