import { reactive, watch } from 'vue'
import { connection, live } from '../shell/live'
import { session } from '../shell/session'
import { Refused } from '../../shared/connection'
import type { EventFrame } from '../../shared/frames'
import type { ReplyKind } from './kind'

/** The conversations this page follows, event by event, with what is still on its way to the server. */

export interface Sending {
  clientMessageId: string
  text: string
  kind: ReplyKind
  note: boolean
  at: number
  failed: unknown
}

export interface Transcript {
  conversation: string
  events: EventFrame[]
  /** There are older ones. */
  more: boolean
  loaded: boolean
  loadingOlder: boolean
  error: unknown
  sending: Sending[]
  /** Until when the buyer is said to be writing, in epoch milliseconds. */
  typingUntil: number
  /** The last seq the buyer has looked at. */
  seen: number
}

const PAGE = 60
const TYPING_MS = 5_000

const transcripts = reactive(new Map<string, Transcript>())
/** Messages of buyers that were not looked at yet, by conversation. */
const unread = reactive(new Map<string, number>())
let looking: string | null = null

const same = (frame: EventFrame, sending: Sending) => {
  const event = frame.event
  const own = event.type === 'note' || (event.type === 'message' && event.from === 'agent')
  return own && event.clientMessageId === sending.clientMessageId
}

connection.on('loaded', ({ conversation, events, more }) => {
  const transcript = transcripts.get(conversation)
  if (!transcript) return
  transcript.events = events
  transcript.more = more
  transcript.loaded = true
  transcript.error = null
  transcript.sending = transcript.sending.filter((one) => !events.some((frame) => same(frame, one)))
  markSeen(transcript)
})

connection.on('event', (frame) => {
  count(frame)
  const transcript = transcripts.get(frame.conversation)
  if (!transcript) return
  transcript.events.push(frame)
  transcript.sending = transcript.sending.filter((one) => !same(frame, one))
  if (frame.event.type === 'message' && frame.event.from === 'buyer') transcript.typingUntil = 0
  markSeen(transcript)
})

connection.on('stray', count)

connection.on('closed', ({ conversation, why }) => {
  const transcript = transcripts.get(conversation)
  if (transcript) transcript.error = why
})

connection.on('frame', (frame) => {
  if (frame.type !== 'typing' && frame.type !== 'seen') return
  const transcript = transcripts.get(frame.conversation)
  if (!transcript || frame.from === 'agent') return
  if (frame.type === 'typing') transcript.typingUntil = Date.now() + TYPING_MS
  else transcript.seen = Math.max(transcript.seen, frame.seq)
})

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && looking) look(looking)
})

function count(frame: EventFrame): void {
  const event = frame.event
  // Who answered, here or in another browser, has read what was asked.
  if (event.type === 'message' && event.from === 'agent') unread.delete(frame.conversation)
  if (event.type !== 'message' || event.from !== 'buyer') return
  if (frame.conversation === looking && !document.hidden) return
  unread.set(frame.conversation, (unread.get(frame.conversation) ?? 0) + 1)
}

/** Tells the buyer's side how far this agent has read; only of conversations this agent serves. */
function markSeen(transcript: Transcript): void {
  if (transcript.conversation !== looking || document.hidden) return
  if (!live.desk.value?.mine.some((row) => row.conversation === transcript.conversation)) return
  const last = transcript.events.findLast((frame) => frame.event.type === 'message' && frame.event.from === 'buyer')
  if (last) connection.sign({ type: 'seen', conversation: transcript.conversation, seq: last.seq })
}

function look(conversation: string): void {
  unread.delete(conversation)
  const transcript = transcripts.get(conversation)
  if (transcript?.loaded) markSeen(transcript)
}

export const desk = {
  transcripts,
  unread,

  /** Shows this conversation, and no longer the one before unless this agent serves it. */
  show(conversation: string | null): void {
    const before = looking
    looking = conversation
    if (before && before !== conversation && !live.desk.value?.mine.some((row) => row.conversation === before)) {
      connection.leave(before)
      if (transcripts.get(before)?.sending.length === 0) transcripts.delete(before)
    }
    if (!conversation) return
    const known = transcripts.get(conversation)
    if (!known || !connection.follows(conversation)) {
      if (!known) transcripts.set(conversation, fresh(conversation))
      else known.error = null
      connection.open(conversation, { limit: PAGE, watch: true })
    }
    look(conversation)
  },

  async older(transcript: Transcript): Promise<void> {
    const first = transcript.events[0]
    if (!first || transcript.loadingOlder) return
    transcript.loadingOlder = true
    try {
      const ok = await connection.request(
        { type: 'history', conversation: transcript.conversation, before: first.seq, limit: PAGE }, { repeat: true })
      const events = (ok.events ?? []).filter((frame) => frame.seq < first.seq)
      transcript.events.unshift(...events)
      transcript.more = events.length > 0 && (events[0]?.previous ?? 0) > 0
    } finally {
      transcript.loadingOlder = false
    }
  },

  send(conversation: string, text: string, kind: ReplyKind, note: boolean): void {
    const transcript = transcripts.get(conversation)
    if (!transcript) return
    const { clientMessageId, stored } = connection.send(
      note ? { conversation, text, visibility: 'note' } : { conversation, text, kind })
    transcript.sending.push({ clientMessageId, text, kind, note, at: Date.now(), failed: null })
    watchOver(conversation, clientMessageId, stored)
  },

  again(conversation: string, sending: Sending): void {
    sending.failed = null
    const { clientMessageId, text, kind, note } = sending
    const { stored } = connection.send(
      note ? { conversation, text, visibility: 'note', clientMessageId } : { conversation, text, kind, clientMessageId })
    watchOver(conversation, clientMessageId, stored)
  },

  forget(conversation: string, sending: Sending): void {
    const transcript = transcripts.get(conversation)
    if (transcript) transcript.sending = transcript.sending.filter((one) => one.clientMessageId !== sending.clientMessageId)
  },

  /** All of another agent's when somebody else signs in. */
  reset(): void {
    for (const conversation of transcripts.keys()) connection.leave(conversation)
    transcripts.clear()
    unread.clear()
    looking = null
  },
}

function fresh(conversation: string): Transcript {
  return {
    conversation, events: [], more: false, loaded: false, loadingOlder: false, error: null, sending: [], typingUntil: 0, seen: 0,
  }
}

function watchOver(conversation: string, clientMessageId: string, stored: Promise<unknown>): void {
  stored.catch((why: unknown) => {
    const one = transcripts.get(conversation)?.sending.find((each) => each.clientMessageId === clientMessageId)
    if (one) one.failed = why instanceof Refused ? why : new Refused('internal', String(why), true)
  })
}

watch(() => session.account.value?.name, () => desk.reset())
