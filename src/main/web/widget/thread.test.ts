import { describe, expect, it } from 'vitest'
import type { ConversationEvent, EventFrame } from '../shared/frames'
import { thread } from './thread'
import type { Draft, MessageItem } from './thread'

const START = Date.parse('2026-03-02T03:00:00Z')
const NOW = START + 3_600_000

type Happened = ConversationEvent | [number, ConversationEvent]

/** Events one second apart, or at the given second. */
function frames(...happened: Happened[]): EventFrame[] {
  return happened.map((one, i) => {
    const [second, event] = Array.isArray(one) ? one : [i, one]
    return {
      type: 'event', conversation: 'c1', epoch: 1, seq: i + 1, previous: i, at: new Date(START + second * 1_000).toISOString(), event,
    }
  })
}

const buyer = (text: string, clientMessageId = text): ConversationEvent =>
  ({ type: 'message', from: 'buyer', kind: 'text', text, clientMessageId })
const bot = (text: string, kind: 'answer' | 'clarify' | 'notice' | 'away' = 'answer', choices = [] as string[]): ConversationEvent =>
  ({ type: 'message', from: 'bot', kind, text, choices: choices.map((question) => ({ entry: question, question })) })
const agent = (text: string, name = '小林'): ConversationEvent =>
  ({ type: 'message', from: 'agent', kind: 'typed', agent: { name }, text })
const opened: ConversationEvent = { type: 'opened', buyer: 'b1' }
const assigned: ConversationEvent = { type: 'assigned', agent: { name: '小林' } }
const handedOff: ConversationEvent = { type: 'handed-off', reason: 'asked' }
const closed: ConversationEvent = { type: 'closed', by: 'agent' }

const of = (...happened: Happened[]) => thread(frames(...happened), [], NOW)
const messages = (result: ReturnType<typeof thread>) => result.items.filter((item): item is MessageItem => item.type === 'message')
const notices = (result: ReturnType<typeof thread>) => result.items.flatMap((item) => (item.type === 'notice' ? [item.notice] : []))

describe('who serves', () => {
  it('goes from the bot to the queue to an agent to the end, and begins anew', () => {
    expect(of(opened).phase).toBe('bot')
    expect(of(opened, handedOff).phase).toBe('waiting')
    expect(of(opened, handedOff, assigned)).toMatchObject({ phase: 'served', agent: '小林' })
    expect(of(opened, handedOff, assigned, closed)).toMatchObject({ phase: 'closed', agent: '' })
    expect(of(opened, handedOff, assigned, closed, { type: 'reopened' })).toMatchObject({ phase: 'bot', rate: '' })
  })

  it('knows when nobody is there', () => {
    expect(of(opened, handedOff, bot('现在没有客服在线', 'away')).away).toBe(true)
    expect(of(opened, handedOff, bot('现在没有客服在线', 'away'), assigned).away).toBe(false)
  })

  it('says quietly what changed', () => {
    expect(notices(of(opened, handedOff, { type: 'queued' }, assigned, { type: 'transferred', agent: { name: '小周' } }, { type: 'queued' }, closed)))
      .toEqual(['assigned', 'transferred', 'queuedAgain', 'closed'])
    expect(notices(of(opened, { type: 'closed', by: 'system' }))).toEqual(['idle'])
  })
})

describe('messages', () => {
  it('stand together when one writer says several in a row', () => {
    const [a, b, c, d] = messages(of(buyer('a'), buyer('b'), [300, buyer('c')], [301, bot('d')]))
    expect([a, b, c, d].map((item) => [item!.first, item!.last])).toEqual([[true, false], [false, true], [true, true], [true, true]])
  })

  it('of two agents do not stand together', () => {
    expect(messages(of(agent('a', '小林'), agent('b', '小周'))).map((item) => item.first)).toEqual([true, true])
  })

  it('are parted by days', () => {
    const days = of(buyer('a'), [10, bot('b')], [3 * 86_400, buyer('c')]).items.filter((item) => item.type === 'day')
    expect(days).toHaveLength(2)
  })

  it('with no text, or of a kind nobody here knows, are not shown', () => {
    expect(of(opened, buyer(''), { type: 'unknown', name: 'x' }, { type: 'classified', serviceType: 'refund' }).items
      .filter((item) => item.type === 'message')).toEqual([])
  })
})

describe('own messages under way', () => {
  const draft = (text: string, state: Draft['state']): Draft => ({ clientMessageId: text, text, at: NOW, state })

  it('stand at the end with their state', () => {
    const shown = messages(thread(frames(buyer('a'), bot('b')), [draft('c', 'sending'), draft('d', 'failed')], NOW))
    expect(shown.map((item) => [item.text, item.state])).toEqual([['a', 'sent'], ['b', ''], ['c', 'sending'], ['d', 'failed']])
  })

  it('are shown once, under the same key, when they come back', () => {
    const before = messages(thread([], [draft('a', 'sending')], NOW))
    const after = messages(thread(frames(buyer('a')), [draft('a', 'sent')], NOW))
    expect(after).toHaveLength(1)
    expect(after[0]!.key).toBe(before[0]!.key)
  })
})

describe('what may be tapped', () => {
  it('choices only till the next question', () => {
    expect(messages(of(buyer('q'), bot('?', 'clarify', ['x', 'y'])))[1]).toMatchObject({ live: true, choices: [{ question: 'x' }, { question: 'y' }] })
    expect(messages(of(buyer('q'), bot('?', 'clarify', ['x']), buyer('x')))[1]!.live).toBe(false)
    expect(messages(of(buyer('q'), bot('?', 'clarify', ['x']), handedOff))[1]!.live).toBe(false)
  })

  it('asks of the latest answer alone whether it helped', () => {
    const two = of(buyer('q'), bot('a'), buyer('r'), bot('b'))
    expect(messages(two).map((item) => item.helpful)).toEqual(['', '', '', 'ask'])
    expect(messages(of(buyer('q'), bot('a'), handedOff)).map((item) => item.helpful)).toEqual(['', ''])
    expect(messages(of(buyer('q'), bot('wait', 'notice'))).map((item) => item.helpful)).toEqual(['', ''])
  })

  it('remembers what was said of an answer', () => {
    expect(messages(of(buyer('q'), bot('a'), { type: 'helpful', seq: 2, yes: false }))[1]!.helpful).toBe('no')
    expect(messages(of(buyer('q'), bot('a'), { type: 'helpful', seq: 2, yes: true }, buyer('r'), bot('b')))[1]!.helpful).toBe('yes')
  })
})

describe('the rating', () => {
  it('is asked for after the end, of whoever served', () => {
    expect(of(opened, buyer('q'), bot('a'), closed).rate).toBe('bot')
    expect(of(opened, buyer('q'), bot('a'), handedOff, assigned, agent('b'), closed).rate).toBe('agent')
    expect(of(opened, closed).rate).toBe('')
    expect(of(opened, buyer('q'), bot('a')).rate).toBe('')
  })

  it('is asked for once, and not of an old conversation', () => {
    const end = frames(opened, buyer('q'), bot('a'), closed)
    expect(thread([...end, ...frames({ type: 'rated', stars: 5, of: 'bot' })], [], NOW).rate).toBe('')
    expect(thread(end, [], NOW + 2 * 86_400_000).rate).toBe('')
  })
})
