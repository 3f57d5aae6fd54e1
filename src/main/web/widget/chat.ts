import { Connection, Refused } from '../shared/connection'
import type { ConnectionState } from '../shared/connection'
import { TEXT_LIMIT } from '../shared/frames'
import type { About, Choice, EventFrame } from '../shared/frames'
import { browser, uuid } from '../shared/surroundings'
import type { Memory } from './memory'
import type { Page } from './loader'
import { fetchConfig, visitorToken } from './shop'
import type { ShopConfig } from './shop'
import { thread } from './thread'
import type { Draft, Thread } from './thread'

type Kept = Draft & { conversation?: string; entry?: string; about?: About }

const TYPING_MS = 6_000
const SUGGEST_AFTER_MS = 150
const SUGGESTIONS = 5
const TYPING_EVERY_MS = 3_000
const OLDER = 50
const NOT_AUTHENTICATED = 4101
const BLOCKED = 4105

/**
 * The buyer's conversation with the shop, without a screen: what is known of it, and what the buyer can do. `changed` is
 * called after anything became different.
 */
export class Chat {
  config: ShopConfig | undefined
  /** The first history is here, or there is none. */
  settled: boolean
  more = false
  loadingOlder = false
  handingOff = false
  /** The conversation the buyer had is no longer there; the next message begins another. */
  gone = false
  queue: { position: number; expectedWaitMs: number | null } | undefined
  /** The last own event an agent looked at. */
  readSeq = 0
  suggestions: Choice[] = []

  private readonly server: string
  private readonly memory: Memory
  private readonly connection: Connection
  private readonly page: Page
  private readonly changed: () => void
  private readonly failed: (why: Refused) => void
  private conversation: string | undefined
  private events: EventFrame[] = []
  private drafts: Kept[]
  private readonly inFlight = new Map<string, Promise<unknown>>()
  private typingUntil = 0
  private typedAt = 0
  private signedSeen = 0
  private suggestFor = ''
  private newVisitorAt = 0

  constructor(
    server: string, memory: Memory, page: Page, changed: () => void, failed: (why: Refused) => void, world = browser,
  ) {
    this.server = server
    this.memory = memory
    this.page = page
    this.changed = changed
    this.failed = failed
    this.settled = memory.visitor() === undefined
    this.drafts = memory.drafts().filter((draft) => draft.state !== 'sent')
    this.connection = new Connection({
      url: `${server.replace(/^http/, 'ws')}/ws/buyer`,
      token: (fresh) => visitorToken(server, memory, fresh, page.identity()), world,
    })
    this.listen()
  }

  /** Connects; harmless when connected. */
  start(): void {
    this.askForConfig()
    if (this.connection.state.phase === 'idle') {
      this.connection.start()
      for (const draft of this.drafts.filter((one) => one.state === 'sending')) {
        this.transmit(draft)
      }
    }
  }

  private askForConfig(): void {
    if (!this.config) {
      void fetchConfig(this.server).then((config) => {
        this.config = config ?? this.config
        this.changed()
      })
    }
  }

  reconnect(): void {
    this.connection.start()
  }

  get state(): ConnectionState {
    return this.connection.state
  }

  /** The shop does not talk to this buyer here. */
  get blocked(): boolean {
    return this.state.phase === 'stopped' && this.state.code === BLOCKED
  }

  thread(): Thread {
    return thread(this.events, this.drafts, Date.now())
  }

  get isTyping(): boolean {
    return Date.now() < this.typingUntil
  }

  /** Messages of the shop the buyer has not looked at. */
  get unread(): number {
    const seen = this.memory.seen()
    const from = seen?.conversation === this.conversation ? (seen?.seq ?? 0) : 0
    return this.events.filter(({ seq, event }) => seq > from && event.type === 'message' && event.from !== 'buyer').length
  }

  /** The buyer looks at the end of the conversation. */
  look(): void {
    const last = this.events.at(-1)
    if (last && this.unread > 0) {
      this.memory.keepSeen({ conversation: last.conversation, seq: last.seq })
    }
    const { lastAgentSeq } = this.thread()
    if (last && lastAgentSeq > this.signedSeen && this.state.phase === 'online') {
      this.signedSeen = lastAgentSeq
      this.connection.sign({ type: 'seen', conversation: last.conversation, seq: lastAgentSeq })
    }
  }

  /** A question that was offered was tapped: it is the entry that is asked for, not the words. */
  choose({ entry, question }: Choice): void {
    this.say(question, entry)
  }

  say(text: string, entry?: string): void {
    const about = this.shown()
    const draft: Kept = {
      clientMessageId: uuid(), text: clean(text), at: Date.now(), state: 'sending', ...(entry && { entry }),
      ...(about && { about }),
    }
    if (draft.text && codePoints(draft.text) <= TEXT_LIMIT && !this.blocked) {
      this.drafts.push(draft)
      this.suggestions = []
      this.suggestFor = ''
      if (this.state.phase === 'stopped') {
        // Nobody will come back to send it: the buyer is to decide, here and now.
        draft.state = 'failed'
        this.keep()
      } else {
        this.transmit(draft)
      }
    }
  }

  retry(clientMessageId: string): void {
    const draft = this.drafts.find((one) => one.clientMessageId === clientMessageId && one.state === 'failed')
    if (draft && !this.blocked) {
      draft.state = 'sending'
      this.connection.start()
      this.transmit(draft)
    }
  }

  async handOff(): Promise<void> {
    if (this.handingOff) {
      return
    }
    this.handingOff = true
    this.changed()
    try {
      await Promise.allSettled(this.inFlight.values())
      const ok = await this.connection.request(
        this.conversation ? { type: 'hand-off', conversation: this.conversation } : { type: 'hand-off' },
        { repeat: this.conversation !== undefined, timeoutMs: 30_000 },
      )
      this.adopt(ok.conversation)
    } catch (e) {
      this.tellFailure(e)
    }
    this.handingOff = false
    this.changed()
  }

  helpful(seq: number, yes: boolean): void {
    void this.ask((conversation) => ({ type: 'helpful', conversation, seq, yes }))
  }

  /** @returns whether it was taken */
  async rate(stars: number, comment: string, of: 'agent' | 'bot'): Promise<boolean> {
    const said = clean(comment)
    return this.ask((conversation) =>
      said ? { type: 'rate', conversation, stars, of, comment: said } : { type: 'rate', conversation, stars, of })
  }

  async older(): Promise<void> {
    const first = this.events[0]
    if (!first || this.loadingOlder) {
      return
    }
    this.loadingOlder = true
    this.changed()
    try {
      const { conversation, seq } = first
      const ok = await this.connection.request({ type: 'history', conversation, before: seq, limit: OLDER })
      if (this.events[0] === first) {
        const events = (ok.events ?? []).filter((frame) => frame.seq < seq && frame.epoch === first.epoch)
        this.events = [...events, ...this.events]
        this.more = (events[0]?.previous ?? 0) > 0
      }
    } catch (e) {
      this.tellFailure(e)
    }
    this.loadingOlder = false
    this.changed()
  }

  /** The buyer is writing: people are told, and the bot looks for questions that are meant. */
  typing(text: string): void {
    const { phase } = this.thread()
    const wanted = phase === 'bot' && codePoints(text.trim()) > 1 && text.length <= 60 ? text.trim() : ''
    if (phase === 'served' && this.conversation && text && Date.now() - this.typedAt > TYPING_EVERY_MS) {
      this.typedAt = Date.now()
      this.connection.sign({ type: 'typing', conversation: this.conversation })
    }
    if (wanted === this.suggestFor) {
      return
    }
    this.suggestFor = wanted
    if (!wanted && this.suggestions.length) {
      this.suggestions = []
      this.changed()
    } else if (wanted && this.state.phase === 'online') {
      setTimeout(() => void this.suggest(wanted), SUGGEST_AFTER_MS)
    }
  }

  /** The buyer does not want the questions that are offered; what is typed next offers others. */
  dismissSuggestions(): void {
    if (this.suggestions.length) {
      this.suggestions = []
      this.changed()
    }
  }

  private shown(): About | undefined {
    const about = this.page.about()
    return about.product || about.orderState ? about : undefined
  }

  private async suggest(text: string): Promise<void> {
    if (this.suggestFor === text) {
      const about = this.shown()
      const ok = await this.connection
        .request({ type: 'suggest', text, ...(about && { about }) }, { timeoutMs: 4_000 }).catch(() => undefined)
      if (this.suggestFor === text) {
        this.suggestions = (ok?.items ?? []).filter((one) => one.question !== text).slice(0, SUGGESTIONS)
        this.changed()
      }
    }
  }

  private listen(): void {
    const { connection } = this
    connection.on('state', (state) => {
      if (state.phase === 'stopped' && state.code === NOT_AUTHENTICATED && Date.now() - this.newVisitorAt > 60_000) {
        // The server does not know the visitor any more: come again as a new one, once.
        this.newVisitorAt = Date.now()
        this.memory.keepVisitor(undefined)
        this.forget()
        queueMicrotask(() => connection.start())
      }
      this.changed()
    })
    connection.on('ready', ({ conversations }) => {
      this.askForConfig()
      const known = conversations.some((one) => one.conversation === this.conversation)
      if (!known) {
        this.adopt(conversations[0]?.conversation)
      }
      this.settled ||= this.conversation === undefined
      this.signedSeen = 0
      this.changed()
    })
    connection.on('stray', (frame) => this.adopt(frame.conversation))
    connection.on('loaded', ({ conversation, events, more }) => {
      if (conversation === this.conversation) {
        this.events = events
        this.more = more
        this.settled = true
        events.forEach((frame) => this.confirm(frame))
        this.stepBack(conversation, events.at(-1)?.seq ?? 0)
        this.changed()
      }
    })
    connection.on('event', (frame) => {
      if (frame.conversation === this.conversation) {
        this.events.push(frame)
        this.confirm(frame)
        this.memory.spoke(Date.now())
        const type = frame.event.type
        if (type === 'assigned' || type === 'closed' || type === 'reopened') {
          this.queue = undefined
        }
        if (type === 'message' && frame.event.from === 'agent') {
          this.typingUntil = 0
          this.queue = undefined
        }
        this.changed()
      }
    })
    connection.on('closed', ({ conversation }) => {
      if (conversation === this.conversation) {
        this.lose()
        this.changed()
      }
    })
    connection.on('frame', (frame) => {
      if (!('conversation' in frame) || frame.conversation !== this.conversation) {
        return
      }
      if (frame.type === 'queue') {
        this.queue = frame.position > 0 ? frame : undefined
      } else if (frame.type === 'typing' && frame.from !== 'buyer') {
        this.typingUntil = Date.now() + TYPING_MS
        setTimeout(() => this.changed(), TYPING_MS + 50)
      } else if (frame.type === 'seen' && frame.from !== 'buyer') {
        this.readSeq = Math.max(this.readSeq, frame.seq)
      }
      this.changed()
    })
    connection.on('problem', (problem) => console.warn(`[yingda] ${problem}`))
  }

  /** From now on this is the conversation. */
  private adopt(conversation: string | undefined): void {
    if (conversation && conversation !== this.conversation) {
      if (this.conversation) {
        this.connection.leave(this.conversation)
      }
      const { settled } = this
      this.forget()
      this.settled = settled
      this.gone = false
      this.conversation = conversation
      this.connection.open(conversation)
    }
  }

  /** A restored history may end before the places that were kept. */
  private stepBack(conversation: string, last: number): void {
    this.readSeq = Math.min(this.readSeq, last)
    this.signedSeen = Math.min(this.signedSeen, last)
    const seen = this.memory.seen()
    if (seen?.conversation === conversation && seen.seq > last) {
      this.memory.keepSeen({ conversation, seq: last })
    }
  }

  /** The conversation is gone. What was not stored in it yet is for the next. */
  private lose(): void {
    for (const draft of this.drafts) {
      if (draft.conversation === this.conversation && draft.state !== 'sending') {
        delete draft.conversation
      }
    }
    this.forget()
    this.gone = true
  }

  private forget(): void {
    this.conversation = undefined
    this.events = []
    this.more = false
    this.queue = undefined
    this.readSeq = this.signedSeen = this.typingUntil = 0
    this.settled = true
  }

  private transmit(draft: Kept): void {
    draft.conversation ??= this.conversation
    const { clientMessageId, text, conversation, entry, about } = draft
    const message = { clientMessageId, text, ...(conversation && { conversation }), ...(entry && { entry }), ...(about && { about }) }
    const stored = this.connection.send(message).stored.then(
      (ok) => {
        draft.state = 'sent'
        this.adopt(ok.conversation)
        return undefined
      },
      (why: Refused) => {
        if (why.code === 'not-found' && conversation) {
          // The conversation is gone: the message begins another.
          delete draft.conversation
          if (conversation === this.conversation) {
            this.connection.leave(conversation)
            this.lose()
          }
          return draft
        }
        draft.state = 'failed'
        return undefined
      },
    ).then((homeless) => {
      this.inFlight.delete(clientMessageId)
      this.keep()
      if (homeless) {
        this.transmit(homeless)
      }
    })
    this.inFlight.set(clientMessageId, stored)
    this.memory.spoke(Date.now())
    this.keep()
  }

  /** An own message came back: it needs no draft. */
  private confirm({ event }: EventFrame): void {
    if (event.type === 'message' && event.from === 'buyer' && event.clientMessageId) {
      const left = this.drafts.filter((draft) => draft.clientMessageId !== event.clientMessageId)
      if (left.length < this.drafts.length) {
        this.drafts = left
        this.keep()
      }
    }
  }

  private keep(): void {
    this.memory.keepDrafts(this.drafts)
    this.changed()
  }

  private async ask(request: (conversation: string) => Parameters<Connection['request']>[0]): Promise<boolean> {
    try {
      await this.connection.request(request(this.conversation ?? ''), { repeat: true })
      return true
    } catch (e) {
      this.tellFailure(e)
      return false
    }
  }

  private tellFailure(e: unknown): void {
    this.failed(e instanceof Refused ? e : new Refused('internal', String(e), true))
  }
}

/** As the server takes it: no control characters but line breaks and tabs, no halves of characters, no blank ends. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/\p{Surrogate}/gu, '')
    .trim()
}

/** The length as the server counts it. */
export function codePoints(text: string): number {
  let length = 0
  for (const _ of text) {
    length++
  }
  return length
}
