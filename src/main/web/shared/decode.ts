// Checks what the server sends. A frame is a value of the types in frames.ts, or a reason why it is none: nothing is thrown,
// and a field nobody here knows is left alone, so that an older page can talk to a newer server.

import type {
  Board, BotKind, AgentKind, Choice, Colleague, ConversationEvent, EventAgent, EventFrame, Flag, ReadyConversation, ReadyFrame,
  ServerFrame, ServiceType, Summary,
} from './frames'
import { board } from './board'
import { compact, Fields, Mismatch } from './fields'

export type Decoded = { ok: true; frame: ServerFrame } | { ok: false; reason: string }

const BOT: readonly BotKind[] = ['answer', 'clarify', 'greeting', 'away', 'notice']
const AGENT: readonly AgentKind[] = ['typed', 'canned', 'suggested', 'assisted', 'auto']
const SERVICE: readonly ServiceType[] = ['routine', 'complaint', 'after-sales', 'refund']
const FLAGS: readonly Flag[] = ['spam', 'abuse', 'internal', 'test']
const SIDES = ['buyer', 'agent'] as const
const WRITERS = ['buyer', 'bot', 'agent'] as const

const choice = (f: Fields): Choice => ({ entry: f.text('entry'), question: f.text('question') })
const agent = (f: Fields): EventAgent => compact({ name: f.text('name'), account: f.maybeText('account') } as EventAgent)

function message(f: Fields): ConversationEvent {
  const from = f.oneOf('from', WRITERS)
  const id = f.maybeText('id')
  const clientMessageId = f.maybeText('clientMessageId')
  const text = f.maybeText('text') ?? ''
  switch (from) {
    case 'buyer':
      return { type: 'message', from, kind: f.maybeText('kind') ?? 'text', id, clientMessageId, text } as ConversationEvent
    case 'bot':
      return {
        type: 'message', from, kind: f.oneOf('kind', BOT), id, text, replyTo: f.maybeCount('replyTo'),
        choices: f.list('choices', choice), entry: f.maybeText('entry'),
      } as ConversationEvent
    case 'agent':
      return {
        type: 'message', from, kind: f.oneOf('kind', AGENT), id, clientMessageId, agent: agent(f.object('agent')), text,
      } as ConversationEvent
  }
}

function happened(f: Fields): ConversationEvent {
  const type = f.text('type')
  switch (type) {
    case 'message':
      return message(f)
    case 'opened':
      return { type, buyer: f.text('buyer') }
    case 'reopened':
    case 'queued':
      return { type }
    case 'handed-off':
      return { type, reason: f.maybeText('reason') } as ConversationEvent
    case 'assigned':
    case 'transferred':
      return { type, agent: agent(f.object('agent')) }
    case 'closed':
      return { type, by: f.maybeOneOf('by', ['buyer', 'agent', 'system'] as const) ?? 'system' }
    case 'rated':
      return {
        type, stars: f.count('stars'), of: f.maybeOneOf('of', ['agent', 'bot'] as const) ?? 'agent',
        comment: f.maybeText('comment'),
      } as ConversationEvent
    case 'helpful':
      return { type, seq: f.count('seq'), yes: f.flag('yes') }
    case 'note':
      return {
        type, id: f.maybeText('id'), clientMessageId: f.maybeText('clientMessageId'), agent: agent(f.object('agent')),
        text: f.maybeText('text') ?? '',
      } as ConversationEvent
    case 'classified':
      return { type, serviceType: f.oneOf('serviceType', SERVICE) }
    case 'flagged':
      return { type, reason: f.oneOf('reason', FLAGS) }
    default:
      return { type: 'unknown', name: type }
  }
}

function event(f: Fields): EventFrame {
  const frame = {
    type: 'event' as const, conversation: f.text('conversation'), epoch: f.count('epoch'), seq: f.count('seq'),
    previous: f.count('previous'), at: f.text('at'),
  }
  let name = ''
  try {
    const inner = f.object('event')
    name = inner.text('type')
    return { ...frame, event: compact(happened(inner)) }
  } catch (e) {
    if (!(e instanceof Mismatch)) {
      throw e
    }
    // The frame keeps its place in the order; only its contents are lost.
    return { ...frame, event: { type: 'unknown', name, problem: e.message } }
  }
}

const summary = (f: Fields): Summary => compact({
  conversation: f.text('conversation'), buyer: f.text('buyer'), buyerName: f.text('buyerName'), blocked: f.maybeFlag('blocked') ?? false,
  phase: f.oneOf('phase', ['bot', 'waiting', 'served', 'closed'] as const),
  agent: f.has('agent') ? { name: f.object('agent').text('name'), displayName: f.object('agent').text('displayName') } : null,
  reason: f.orNull('reason'), openedAt: f.text('openedAt'), lastAt: f.text('lastAt'), lastText: f.orNull('lastText'),
  lastFrom: f.maybeText('lastFrom') ? f.oneOf('lastFrom', WRITERS) : null,
  waitingSince: f.orNull('waitingSince'), dueAt: f.orNull('dueAt'), stars: f.maybeCount('stars') ?? null,
  epoch: f.count('epoch'), seq: f.count('seq'), position: f.maybeCount('position'),
} as Summary)

const colleague = (f: Fields): Colleague => ({
  name: f.text('name'), displayName: f.text('displayName'),
  status: f.oneOf('status', ['online', 'busy', 'offline'] as const), serving: f.maybeCount('serving') ?? 0,
})

const place = (f: Fields): ReadyConversation => ({
  conversation: f.text('conversation'), epoch: f.count('epoch'), seq: f.count('seq'), recovered: f.flag('recovered'),
})

function who(f: Fields): ReadyFrame['who'] {
  const person = f.maybeObject('agent')
  return person
    ? compact({
      agent: { name: person.text('name'), displayName: person.text('displayName') }, role: f.maybeText('role'),
    } as ReadyFrame['who'])
    : { buyer: f.text('buyer') }
}

function serverFrame(f: Fields): ServerFrame {
  const type = f.text('type')
  switch (type) {
    case 'hello':
      return {
        type, version: f.count('version'), heartbeatMs: f.count('heartbeatMs'), maxFrameBytes: f.count('maxFrameBytes'),
        maxUnacked: f.count('maxUnacked'),
      }
    case 'ready':
      return { type, session: f.text('session'), who: who(f.object('who')), conversations: f.list('conversations', place) }
    case 'ok':
      return compact({
        type, id: f.count('id'), conversation: f.maybeText('conversation'), epoch: f.maybeCount('epoch'),
        seq: f.maybeCount('seq'), at: f.maybeText('at'), duplicate: f.maybeFlag('duplicate'),
        events: f.has('events') ? f.list('events', event) : undefined,
        items: f.has('items')
          ? f.list('items', (item) => compact({
            ...choice(item), answer: item.maybeText('answer'),
            confidence: item.has('confidence') ? (item.numberOrNull('confidence') ?? undefined) : undefined,
          }))
          : undefined,
      } as ServerFrame)
    case 'event':
      return event(f)
    case 'error':
      return compact({
        type, id: f.maybeCount('id'), code: f.text('code'), message: f.maybeText('message') ?? '',
        temporary: f.maybeFlag('temporary') ?? false, retryAfterMs: f.maybeCount('retryAfterMs'),
      } as ServerFrame)
    case 'queue':
      return {
        type, conversation: f.text('conversation'), position: f.count('position'),
        expectedWaitMs: f.maybeCount('expectedWaitMs') ?? null,
      }
    case 'desk':
      return {
        type, now: f.text('now'), waiting: f.list('waiting', summary), mine: f.list('mine', summary),
        agents: f.list('agents', colleague),
      }
    case 'typing':
      return compact({ type, conversation: f.text('conversation'), from: f.maybeOneOf('from', SIDES) } as ServerFrame)
    case 'seen':
      return compact({
        type, conversation: f.text('conversation'), seq: f.count('seq'), from: f.maybeOneOf('from', SIDES),
      } as ServerFrame)
    case 'caught-up':
      return { type, conversation: f.text('conversation') }
    case 'drain':
      return { type, afterMs: f.count('afterMs') }
    case 'metrics':
      return { type, ...board(f) }
    case 'ping':
    case 'pong':
      return { type }
    default:
      throw new Mismatch(`unknown frame type ${type}`)
  }
}

/** The frame in a text from the server, or why it is none. */
export function decode(text: string): Decoded {
  try {
    return { ok: true, frame: serverFrame(new Fields(JSON.parse(text), 'frame')) }
  } catch (e) {
    return { ok: false, reason: e instanceof Mismatch ? e.message : 'not JSON' }
  }
}

/** An event as REST gives it (the same frames as on the socket), or why it is none. */
export function decodeEvent(json: unknown): { ok: true; frame: EventFrame } | { ok: false; reason: string } {
  try {
    return { ok: true, frame: event(new Fields(json, 'event')) }
  } catch (e) {
    return { ok: false, reason: e instanceof Mismatch ? e.message : String(e) }
  }
}

/** The live figures as REST gives them (the same as in the frame), or why they are none. */
export function decodeBoard(json: unknown): { ok: true; board: Board } | { ok: false; reason: string } {
  try {
    return { ok: true, board: board(new Fields(json, 'board')) }
  } catch (e) {
    return { ok: false, reason: e instanceof Mismatch ? e.message : String(e) }
  }
}
