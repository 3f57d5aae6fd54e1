// What the buyer's screen shows of a conversation: the events so far, folded. Pure.

import type { Choice, EventFrame, Phase } from '../shared/frames'

/** An own message that the server has not shown yet. */
export interface Draft {
  clientMessageId: string
  text: string
  at: number
  state: 'sending' | 'sent' | 'failed'
}

export type Notice = 'assigned' | 'transferred' | 'queuedAgain' | 'closed' | 'idle' | 'reopened'

export type Item =
  | { type: 'day'; key: string; at: number }
  | { type: 'notice'; key: string; at: number; notice: Notice; agent: string }
  | MessageItem
  | { type: 'rated'; key: string; at: number; stars: number }

export interface MessageItem {
  type: 'message'
  key: string
  from: 'buyer' | 'bot' | 'agent'
  at: number
  text: string
  /** The agent's name. */
  agent: string
  seq: number
  state: '' | Draft['state']
  choices: Choice[]
  /** The choices may be tapped: nothing was asked since. */
  live: boolean
  /** Of the latest bot answer: whether it helped; `ask`: not said yet. */
  helpful: '' | 'ask' | 'yes' | 'no'
  /** The first of several in a row by the same writer. */
  first: boolean
  /** The last of them. */
  last: boolean
}

export interface Thread {
  items: Item[]
  phase: Phase
  agent: string
  /** Nobody is online to take the waiting buyer. */
  away: boolean
  /** Ended, not rated yet, and who is to be rated. */
  rate: '' | 'agent' | 'bot'
  /** The last event that an agent wrote. */
  lastAgentSeq: number
  lastOwnSeq: number
}

/** Messages further apart than this do not stand together. */
const TOGETHER_MS = 4 * 60_000
/** An old conversation is not asked about any more. */
const RATE_WITHIN_MS = 24 * 3_600_000

export function thread(events: readonly EventFrame[], drafts: readonly Draft[], now: number): Thread {
  const result: Thread = {
    items: [], phase: 'bot', agent: '', away: false, rate: '', lastAgentSeq: 0, lastOwnSeq: 0,
  }
  const judged = new Map<number, boolean>()
  const own = new Set<string>()
  let spokeAgent = false
  let spokeBot = false
  for (const frame of events) {
    if (frame.event.type === 'helpful') {
      judged.set(frame.event.seq, frame.event.yes)
    }
  }
  for (const { event, seq, at: stamp } of events) {
    const at = Date.parse(stamp) || now
    const key = `e${seq}`
    const notice = (kind: Notice, agent = '') => result.items.push({ type: 'notice', key, at, notice: kind, agent })
    switch (event.type) {
      case 'message': {
        const message: MessageItem = {
          type: 'message', key, from: event.from, at, text: event.text, agent: '', seq, state: '', choices: [], live: false,
          helpful: '', first: true, last: true,
        }
        switch (event.from) {
          case 'buyer':
            message.state = 'sent'
            if (event.clientMessageId) {
              message.key = `m${event.clientMessageId}`
              own.add(event.clientMessageId)
            }
            result.lastOwnSeq = seq
            break
          case 'bot': {
            const helped = judged.get(seq)
            message.choices = event.choices
            message.helpful = helped !== undefined ? (helped ? 'yes' : 'no') : event.kind === 'answer' ? 'ask' : ''
            spokeBot ||= event.kind === 'answer' || event.kind === 'clarify'
            if (event.kind === 'away') {
              result.away = true
            }
            break
          }
          case 'agent':
            message.agent = event.agent.name
            result.lastAgentSeq = seq
            result.away = false
            spokeAgent = true
            if (event.kind !== 'auto' && event.kind !== 'assisted') {
              result.phase = 'served'
              result.agent = event.agent.name
            }
            break
        }
        if (message.text || message.choices.length) {
          result.items.push(message)
        }
        break
      }
      case 'handed-off':
        result.phase = 'waiting'
        result.agent = ''
        result.away = false
        break
      case 'queued':
        if (result.phase === 'served') {
          notice('queuedAgain')
        }
        result.phase = 'waiting'
        result.agent = ''
        break
      case 'assigned':
      case 'transferred':
        if (result.agent !== event.agent.name || event.type === 'transferred') {
          notice(event.type, event.agent.name)
        }
        result.phase = 'served'
        result.agent = event.agent.name
        result.away = false
        break
      case 'closed':
        notice(event.by === 'system' ? 'idle' : 'closed')
        result.phase = 'closed'
        result.rate = now - at > RATE_WITHIN_MS ? '' : spokeAgent ? 'agent' : spokeBot ? 'bot' : ''
        result.agent = ''
        result.away = false
        break
      case 'reopened':
        notice('reopened')
        result.phase = 'bot'
        result.agent = ''
        result.rate = ''
        result.away = false
        spokeAgent = spokeBot = false
        break
      case 'rated':
        result.items.push({ type: 'rated', key, at, stars: event.stars })
        result.rate = ''
        break
      case 'opened':
      case 'helpful':
      case 'note':
      case 'classified':
      case 'flagged':
      case 'unknown':
        break
    }
  }
  for (const draft of drafts) {
    if (!own.has(draft.clientMessageId)) {
      result.items.push({
        type: 'message', key: `m${draft.clientMessageId}`, from: 'buyer', at: draft.at, text: draft.text, agent: '', seq: 0,
        state: draft.state, choices: [], live: false, helpful: '', first: true, last: true,
      })
    }
  }
  settle(result)
  return result
}

/** What depends on the neighbours: days, groups, and what may still be tapped. */
function settle(result: Thread): void {
  const items: Item[] = []
  let day = ''
  let before: Item | undefined
  for (const item of result.items) {
    const date = new Date(item.at).toDateString()
    if (date !== day) {
      day = date
      before = { type: 'day', key: `d${date}`, at: item.at }
      items.push(before)
    }
    if (item.type === 'message' && before?.type === 'message' && before.from === item.from && before.agent === item.agent
      && item.at - before.at < TOGETHER_MS) {
      before.last = false
      item.first = false
    }
    before = item
    items.push(item)
  }
  result.items = items

  const messages = items.filter((item) => item.type === 'message')
  const question = messages.findLastIndex((item) => item.from === 'buyer')
  const answer = messages.findLastIndex((item) => item.from === 'bot' && item.helpful !== '')
  messages.forEach((item, place) => {
    item.live = place > question && result.phase === 'bot'
    if (item.helpful === 'ask' && (place !== answer || result.phase !== 'bot')) {
      item.helpful = ''
    }
  })
}
