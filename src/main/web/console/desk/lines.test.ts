import { describe, expect, it } from 'vitest'
import type { ConversationEvent, EventFrame } from '../../shared/frames'
import { rowsOf, type Bubble } from './lines'

function log(...events: [seconds: number, event: ConversationEvent][]): EventFrame[] {
  const start = new Date(2026, 2, 2, 10, 0, 0).getTime()
  return events.map(([seconds, event], i) => ({
    type: 'event', conversation: 'c', epoch: 1, seq: i + 1, previous: i, at: new Date(start + seconds * 1000).toISOString(), event,
  }))
}
const asks = (text: string): ConversationEvent => ({ type: 'message', from: 'buyer', kind: 'text', text })

describe('the rows of a transcript', () => {
  it('begin each day with its heading', () => {
    expect(rowsOf(log([0, asks('a')], [86_400, asks('b')])).map((row) => row.row)).toEqual(['day', 'bubble', 'day', 'bubble'])
  })
  it('name an author once for lines that follow closely', () => {
    const bubbles = rowsOf(log([0, asks('a')], [60, asks('b')], [300, asks('c')])).filter((row): row is Bubble => row.row === 'bubble')
    expect(bubbles.map((row) => row.follows)).toEqual([false, true, false])
  })
  it('show what the buyer said of an answer at the answer', () => {
    const rows = rowsOf(log([0, asks('a')], [1, { type: 'message', from: 'bot', kind: 'answer', text: 'b', choices: [] }],
      [2, { type: 'helpful', seq: 2, yes: false }]))
    expect(rows).toHaveLength(3)
    expect(rows[2]).toMatchObject({ from: 'bot', helpful: false })
  })
  it('leave out what this version does not know', () => {
    expect(rowsOf(log([0, { type: 'unknown', name: 'later' }]))).toEqual([])
  })
})
