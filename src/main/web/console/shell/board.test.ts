import { describe, expect, it } from 'vitest'
import type { Board, LivePolicy } from '../../shared/frames'
import { merged } from './board'

const policy = (name: string, day = '2026-03-02'): LivePolicy => ({ policy: name, day, metrics: [], byAgent: {}, open: [] })
const board = (second: number, ...policies: LivePolicy[]): Board => ({ asOf: `2026-03-02T01:00:${String(second).padStart(2, '0')}.000Z`, policies })

describe('the live shop', () => {
  it('is what was told first', () => expect(merged(null, board(1, policy('a')))).toEqual(board(1, policy('a'))))
  it('takes over each policy that is told anew, and keeps the others in their places', () => {
    const next = merged(board(1, policy('a'), policy('b')), board(2, policy('c'), policy('a', '2026-03-03')))
    expect(next).toEqual(board(2, policy('a', '2026-03-03'), policy('b'), policy('c')))
  })
  it('is not set back by what came late', () => {
    const known = board(5, policy('a'))
    expect(merged(known, board(4, policy('a', '2026-03-01')))).toBe(known)
  })
  it('takes a second frame of the same instant', () => {
    expect(merged(board(5, policy('a')), board(5, policy('a', '2026-03-03'))).policies[0]?.day).toBe('2026-03-03')
  })
})
