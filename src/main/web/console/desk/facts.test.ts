import { describe, expect, it } from 'vitest'
import type { ConversationEvent, EventFrame, Summary } from '../../shared/frames'
import { factsOf, openQuestion, upToDate } from './facts'

const at = (seq: number) => new Date(Date.parse('2026-03-02T01:00:00Z') + seq * 1000).toISOString()

function log(...events: ConversationEvent[]): EventFrame[] {
  return events.map((event, i) => ({ type: 'event', conversation: 'c1', epoch: 1, seq: i + 1, previous: i, at: at(i + 1), event }))
}

const asks = (text: string): ConversationEvent => ({ type: 'message', from: 'buyer', kind: 'text', text })
const replies = (text: string): ConversationEvent => ({
  type: 'message', from: 'agent', kind: 'typed', agent: { name: '小林', account: 'lin' }, text,
})
const answers = (text: string, entry: string): ConversationEvent => ({
  type: 'message', from: 'bot', kind: 'answer', text, entry, choices: [],
})
const bot: Summary = {
  conversation: 'c1', buyer: 'b1', buyerName: '访客', blocked: false, phase: 'bot', agent: null, reason: null, openedAt: at(1), lastAt: at(1),
  lastText: null, lastFrom: null, waitingSince: null, dueAt: null, stars: null, epoch: 1, seq: 0,
}

describe('a summary brought up to date', () => {
  it('follows the conversation through its phases', () => {
    const events = log({ type: 'opened', buyer: 'b1' }, asks('在吗'), { type: 'handed-off', reason: 'asked' }, { type: 'queued' },
      { type: 'assigned', agent: { name: '小林', account: 'lin' } }, replies('在的'), { type: 'closed', by: 'agent' })
    expect(upToDate(bot, events.slice(0, 4)).phase).toBe('waiting')
    expect(upToDate(bot, events.slice(0, 5))).toMatchObject({ phase: 'served', agent: { name: 'lin', displayName: '小林' } })
    expect(upToDate(bot, events)).toMatchObject({ phase: 'closed', lastText: '在的', lastFrom: 'agent', seq: 7 })
  })
  it('does not apply what the summary already knows', () => {
    const served: Summary = { ...bot, phase: 'served', seq: 5 }
    expect(upToDate(served, log({ type: 'opened', buyer: 'b1' }, asks('在吗'), { type: 'queued' })).phase).toBe('served')
  })
  it('does not restart the wait with a second question', () => {
    const served: Summary = { ...bot, phase: 'served', seq: 0 }
    expect(upToDate(served, log(asks('在吗'), asks('？'))).waitingSince).toBe(at(1))
  })
})

describe('facts of a conversation', () => {
  it('take the last classification and each entry once', () => {
    const facts = factsOf(log(asks('退货'), answers('七天内', 'returns-days'), asks('退货'), answers('七天内', 'returns-days'),
      { type: 'classified', serviceType: 'refund' }, { type: 'classified', serviceType: 'after-sales' }))
    expect(facts.serviceType).toBe('after-sales')
    expect(facts.entries).toHaveLength(1)
    expect(facts.lastQuestion).toEqual({ seq: 3, text: '退货' })
  })
})

describe('the open question', () => {
  it('is the last words of the buyer, whatever the bot said since', () => {
    expect(openQuestion(log(asks('发货了吗'), answers('48小时', 'x')), 'waiting')).toEqual({ seq: 1, text: '发货了吗' })
  })
  it('is none after a reply of a person, or in a closed conversation', () => {
    expect(openQuestion(log(asks('发货了吗'), replies('发了')), 'served')).toBeNull()
    expect(openQuestion(log(asks('发货了吗')), 'closed')).toBeNull()
  })
})
