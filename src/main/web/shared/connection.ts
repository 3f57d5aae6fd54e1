import { decode } from './decode'
import { PROTOCOL, VERSION } from './frames'
import type {
  ClientFrame, DeskFrame, ErrorFrame, EventFrame, HelloFrame, MetricsFrame, OkFrame, QueueFrame, ReadyFrame, Request, SeenFrame,
  Sign, TypingFrame,
} from './frames'
import { Outbox, Refused } from './outbox'
import type { Outgoing, Stored } from './outbox'
import { Pulse } from './pulse'
import { browser } from './surroundings'
import type { SocketLike, Surroundings } from './surroundings'
import { Track } from './track'

export { Refused } from './outbox'
export type { Outgoing, Stored } from './outbox'

/**
 * `idle`: not started, or closed by this side. `waiting`: between two attempts. `stopped`: the server refused for good,
 * with `code`; `start` tries again.
 */
export interface ConnectionState {
  phase: 'idle' | 'connecting' | 'online' | 'waiting' | 'stopped'
  /** Attempts since it was last well. */
  attempt: number
  /** Why the last connection ended. */
  code?: number
  /** When the next attempt is due, in epoch milliseconds. */
  retryAt?: number
}

/** What a listener can be told of. */
export interface Happenings {
  state: ConnectionState
  ready: ReadyFrame
  /** The latest events of an open conversation, oldest first: they replace what was shown. `more`: there are older ones. */
  loaded: { conversation: string; events: EventFrame[]; more: boolean }
  /** The next event of an open conversation: in order, once. */
  event: EventFrame
  /** An event of a conversation that is not open; a hint, neither ordered nor complete. */
  stray: EventFrame
  /** An open conversation cannot be read (any more). */
  closed: { conversation: string; why: Refused }
  /** The passing frames, as they come. */
  frame: QueueFrame | DeskFrame | TypingFrame | SeenFrame | MetricsFrame
  /** Something is wrong that is no one's fault on the screen: for the log. */
  problem: string
}

export interface ConnectionOptions {
  url: string
  /**
   * The token for one connection. `fresh`: the last one was refused or has run out. Throw [Refused] that is not temporary
   * when there will be none (the agent is signed out); any other error is tried again.
   */
  token(fresh: boolean): Promise<string>
  world?: Surroundings
}

interface Pending {
  frame: Request & { id: number }
  sent: boolean
  repeat: boolean
  resolve(ok: OkFrame): void
  reject(why: Refused): void
  cancel(): void
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000
const READY_MS = 15_000
/** An attempt older than this is begun anew when the network comes back. */
const HASTE_MS = 5_000
const STABLE_MS = 10_000
const REQUEST_MS = 15_000
const ACK_MS = 100
const GAP_PAGE = 200
const MOST_ANEW = 3

const DRAIN = 4001
const HEARTBEAT_MISSED = 4002
const TOKEN_EXPIRED = 4006
const NOT_AUTHENTICATED = 4101
const UNKNOWN_VERSION = 4103

/** Whether the server may be tried again after this close code: gateway-protocol.md, section Close codes. */
export function mayReconnect(code: number): boolean {
  return code !== 1003 && code !== 1007 && code !== 1009 && !(code >= 4100 && code < 4200)
}

/**
 * The one connection of a page to the gateway: it stays connected, hands each conversation's events on in order and once,
 * and sends each message till the server has it.
 *
 * Per conversation there is a [Track] with the place of the last event shown. After a reconnect the server is told the
 * places and sends what was missed (`recovered`), or the latest history is loaded anew. An event whose `previous` was not
 * shown is held back till `history` has brought what is missing.
 */
export class Connection {
  private readonly options: ConnectionOptions
  private readonly world: Surroundings
  private readonly listeners = new Map<keyof Happenings, Set<(value: never) => void>>()
  private readonly tracks = new Map<string, Track>()
  private readonly pending = new Map<number, Pending>()
  private readonly acks = new Map<string, number>()
  private readonly outbox: Outbox
  private readonly pulse: Pulse

  private current: ConnectionState = { phase: 'idle', attempt: 0 }
  private socket: SocketLike | undefined
  private generation = 0
  private nextId = 1
  private hello: HelloFrame | undefined
  /** What the last `ready` called this client. */
  private session = ''
  private attemptedAt = 0
  private readyAt = 0
  private notBefore = 0
  /** The next token is to be another one. */
  private fresh = false
  /** There was a fresh token since it was last well: when that is refused too, another one would be of no use. */
  private hadFresh = false
  private unacked = 0
  private cancelAck: (() => void) | undefined
  private readonly timers = new Set<() => void>()
  private leaveNetwork: (() => void) | undefined

  constructor(options: ConnectionOptions) {
    this.options = options
    this.world = options.world ?? browser
    this.outbox = new Outbox(this.world, (message) => {
      if (this.current.phase !== 'online') {
        return undefined
      }
      const id = this.nextId++
      this.write({ type: 'send', id, ...message })
      return id
    })
    this.pulse = new Pulse(this.world, () => this.write({ type: 'ping' }), () => this.drop(HEARTBEAT_MISSED))
  }

  get state(): ConnectionState {
    return this.current
  }

  /** Listens; the result ends it. */
  on<K extends keyof Happenings>(what: K, listener: (value: Happenings[K]) => void): () => void {
    const set = this.listeners.get(what) ?? new Set()
    this.listeners.set(what, set)
    set.add(listener as (value: never) => void)
    return () => set.delete(listener as (value: never) => void)
  }

  /** Connects, and from now on stays connected. */
  start(): void {
    if (this.current.phase === 'idle' || this.current.phase === 'stopped') {
      this.leaveNetwork ??= this.world.network((there) => this.networkChanged(there))
      this.hadFresh = false
      void this.connect(0)
    }
  }

  /** Disconnects. What waits for an answer is refused. */
  close(): void {
    this.leaveNetwork?.()
    this.leaveNetwork = undefined
    this.session = ''
    this.hangUp(1000)
    this.change({ phase: 'idle', attempt: 0 })
    this.refuseAll(new Refused('closed', 'the connection was closed', true))
  }

  /**
   * Follows a conversation: its latest events come as `loaded`, what happens later as `event`.
   * @param watch asks the server to push it (agents, for conversations they do not serve)
   */
  open(conversation: string, { limit = 50, watch = false } = {}): void {
    if (!this.tracks.has(conversation)) {
      const track = new Track(conversation, limit, watch)
      this.tracks.set(conversation, track)
      this.follow(track)
    }
  }

  /** Follows a conversation no longer. */
  leave(conversation: string): void {
    const track = this.tracks.get(conversation)
    this.tracks.delete(conversation)
    if (track?.watched && this.current.phase === 'online') {
      this.request({ type: 'unwatch', conversation }).catch(() => {})
    }
  }

  /** Whether the conversation is open. */
  follows(conversation: string): boolean {
    return this.tracks.has(conversation)
  }

  /**
   * Sends a message, across reconnects, till the server has it; `stored` is refused when it will not take it, or after a
   * minute. To try again give the same `clientMessageId`: it is stored once.
   */
  send(message: Outgoing): { clientMessageId: string; stored: Promise<Stored> } {
    return this.outbox.add(message)
  }

  /**
   * Asks, and waits for the answer; with no connection, waits for one till the time is over.
   * @param repeat ask again after a reconnect: for what does no harm twice
   */
  request(request: Request, { timeoutMs = REQUEST_MS, repeat = false } = {}): Promise<OkFrame> {
    return new Promise((resolve, reject) => {
      const id = this.nextId++
      const cancel = this.world.after(timeoutMs, () => {
        this.pending.delete(id)
        reject(new Refused('timeout', 'no answer from the server', true))
      })
      const pending: Pending = { frame: { ...request, id }, sent: false, repeat, resolve, reject, cancel }
      this.pending.set(id, pending)
      this.ask(pending)
    })
  }

  /** Tells a passing sign, if there is a connection. */
  sign(sign: Sign): void {
    if (this.current.phase === 'online') {
      this.write(sign)
    }
  }

  // Connecting

  private async connect(attempt: number): Promise<void> {
    this.hangUp(1000)
    const generation = this.generation
    this.attemptedAt = this.world.steady()
    this.later(READY_MS, () => this.current.phase === 'connecting' && this.drop(1006))
    this.change({ ...this.current, phase: 'connecting', attempt })
    let token: string
    try {
      token = await this.options.token(this.fresh)
    } catch (e) {
      if (generation === this.generation) {
        const refused = e instanceof Refused ? e : undefined
        this.notBefore = this.world.steady() + (refused?.retryAfterMs ?? 0)
        this.hadFresh ||= refused !== undefined && !refused.temporary
        this.lost(refused && !refused.temporary ? NOT_AUTHENTICATED : 1006)
      }
      return
    }
    if (generation !== this.generation) {
      return
    }
    this.hadFresh ||= this.fresh
    this.fresh = false
    try {
      const socket = this.world.socket(this.options.url, PROTOCOL)
      this.socket = socket
      socket.onmessage = (message) => generation === this.generation && this.received(message.data, token)
      socket.onclose = (closed) => generation === this.generation && this.lost(closed.code)
      socket.onerror = () => {}
    } catch (e) {
      this.tell('problem', `no socket: ${String(e)}`)
      this.lost(1006)
    }
  }

  /** Ends this side of the connection; nothing of it is heard any more. */
  private hangUp(code: number): void {
    this.generation++
    this.pulse.stop()
    this.timers.forEach((cancel) => cancel())
    this.timers.clear()
    this.cancelAck?.()
    this.cancelAck = undefined
    this.acks.clear()
    this.unacked = 0
    this.hello = undefined
    const socket = this.socket
    this.socket = undefined
    try {
      socket?.close(code)
    } catch {
      // A socket that cannot even be closed is as good as closed.
    }
  }

  private drop(code: number): void {
    this.hangUp(code >= 4000 ? code : 1000)
    this.lost(code)
  }

  private lost(code: number): void {
    const wasOnline = this.current.phase === 'online'
    this.hangUp(1000)
    this.outbox.lost()
    for (const track of this.tracks.values()) {
      track.held = []
      track.fetching = false
      track.doubtful = true
    }
    for (const [id, pending] of this.pending) {
      pending.sent = false
      if (!pending.repeat && wasOnline) {
        this.pending.delete(id)
        pending.cancel()
        pending.reject(new Refused('disconnected', 'the connection was lost', true))
      }
    }
    this.fresh ||= code === TOKEN_EXPIRED || code === NOT_AUTHENTICATED
    const stale = code === NOT_AUTHENTICATED && !this.hadFresh
    if (!mayReconnect(code) && !stale) {
      this.change({ phase: 'stopped', attempt: 0, code })
      this.refuseAll(new Refused('stopped', `the server closed with ${code}`, false))
      return
    }
    const now = this.world.steady()
    const stable = code === DRAIN || (wasOnline && now - this.readyAt >= STABLE_MS)
    const attempt = stable ? 0 : this.current.attempt
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10))
    const delay = Math.max(this.world.random() * ceiling, this.notBefore - now)
    this.change({ phase: 'waiting', attempt: attempt + 1, code, retryAt: this.world.now() + delay })
    this.later(delay, () => void this.connect(attempt + 1))
  }

  private networkChanged(there: boolean): void {
    const { phase, attempt } = this.current
    const now = this.world.steady()
    if (phase === 'online') {
      this.pulse.probe()
    } else if (there && (phase === 'waiting' && now >= this.notBefore || phase === 'connecting' && now - this.attemptedAt > HASTE_MS)) {
      void this.connect(attempt)
    }
  }

  /** Runs the task later, if the connection is still the same then. */
  private later(ms: number, task: () => unknown): void {
    const cancel = this.world.after(ms, () => {
      this.timers.delete(cancel)
      task()
    })
    this.timers.add(cancel)
  }

  // Receiving

  private received(data: unknown, token: string): void {
    this.pulse.beat()
    const decoded = typeof data === 'string' ? decode(data) : { ok: false as const, reason: 'no text' }
    if (!decoded.ok) {
      this.tell('problem', `a frame was left out: ${decoded.reason}`)
      return
    }
    const frame = decoded.frame
    switch (frame.type) {
      case 'hello':
        this.greeted(frame, token)
        break
      case 'ready':
        this.ready(frame)
        break
      case 'event':
        this.arrived(frame)
        break
      case 'ok':
        this.answered(frame)
        break
      case 'error':
        this.refused(frame)
        break
      case 'ping':
        this.write({ type: 'pong' })
        break
      case 'drain':
        this.later(frame.afterMs, () => this.drop(DRAIN))
        break
      case 'queue':
      case 'desk':
      case 'typing':
      case 'seen':
      case 'metrics':
        this.tell('frame', frame)
        break
      case 'pong':
      case 'caught-up':
        break
    }
  }

  private greeted(hello: HelloFrame, token: string): void {
    if (hello.version !== VERSION) {
      this.drop(UNKNOWN_VERSION)
      return
    }
    this.hello = hello
    const resume = [...this.tracks.values()].filter((track) => track.loaded && track.epoch > 0).slice(-100)
      .map(({ conversation, epoch, shown }) => ({ conversation, epoch, seq: shown }))
    this.write({ type: 'auth', token, ...(this.session && { session: this.session }), ...(resume.length && { resume }) })
  }

  private ready(ready: ReadyFrame): void {
    this.readyAt = this.world.steady()
    this.session = ready.session
    this.hadFresh = false
    this.change({ phase: 'online', attempt: this.current.attempt })
    this.pulse.start(this.hello?.heartbeatMs ?? 25_000)
    const recovered = new Map(ready.conversations.map((one) => [one.conversation, one.recovered]))
    for (const track of [...this.tracks.values()]) {
      const known = recovered.get(track.conversation)
      track.loaded &&= known !== false
      track.doubtful &&= known !== true
      if (!track.loaded || !recovered.has(track.conversation)) {
        this.follow(track)
      }
    }
    this.tell('ready', ready)
    this.outbox.online()
    for (const pending of this.pending.values()) {
      this.ask(pending)
    }
  }

  private answered(ok: OkFrame): void {
    const pending = this.pending.get(ok.id)
    if (pending) {
      this.pending.delete(ok.id)
      pending.cancel()
      pending.resolve(ok)
    } else {
      this.outbox.ok(ok.id, ok)
    }
  }

  private refused(error: ErrorFrame): void {
    const why = Refused.by(error)
    const pending = error.id === undefined ? undefined : this.pending.get(error.id)
    if (pending) {
      this.pending.delete(pending.frame.id)
      pending.cancel()
      pending.reject(why)
    } else if (error.id === undefined || !this.outbox.refused(error.id, why)) {
      this.notBefore = Math.max(this.notBefore, this.world.steady() + (error.retryAfterMs ?? 0))
      this.tell('problem', `the server said ${error.code}: ${error.message}`)
    }
  }

  // The order of events

  private arrived(frame: EventFrame): void {
    this.unacked++
    const track = this.tracks.get(frame.conversation)
    if (!track) {
      this.ack(frame.conversation, frame.seq)
      this.confirm(frame)
      this.tell('stray', frame)
    } else if (track.loaded && !track.fetching) {
      this.offer(track, frame)
    } else {
      track.hold(frame)
    }
  }

  private offer(track: Track, frame: EventFrame): void {
    switch (track.judge(frame)) {
      case 'show':
        track.showed(frame)
        this.confirm(frame)
        this.tell('event', frame)
        this.ack(track.conversation, track.shown)
        break
      case 'duplicate':
        this.ack(track.conversation, track.shown)
        break
      case 'gap':
        track.hold(frame)
        void this.fill(track)
        break
      case 'other-epoch':
        track.hold(frame)
        void this.load(track)
        break
    }
  }

  /** An own message that comes back is stored, whatever became of its `ok`. */
  private confirm(frame: EventFrame): void {
    const event = frame.event
    if ((event.type === 'message' && event.from !== 'bot' || event.type === 'note') && event.clientMessageId) {
      this.outbox.seen(event.clientMessageId, frame)
    }
  }

  private follow(track: Track): void {
    if (this.current.phase !== 'online') {
      return
    }
    if (track.watched) {
      this.request({ type: 'watch', conversation: track.conversation }).then((ok) => {
        if (this.tracks.get(track.conversation) === track) {
          track.doubtful = false
          void (track.loaded && track.goesOnAt(ok) ? this.fill(track) : this.load(track))
        }
      }, (why) => this.failed(track, why))
    } else {
      void (track.loaded ? this.fill(track) : this.load(track))
    }
  }

  /** Loads the latest events, which replace what was shown. */
  private load(track: Track): Promise<void> {
    track.loaded = false
    return this.fetch(track, { limit: track.limit }, (events) => {
      track.begin(events)
      events.forEach((frame) => this.confirm(frame))
      this.tell('loaded', { conversation: track.conversation, events, more: (events[0]?.previous ?? 0) > 0 })
      this.ack(track.conversation, track.shown)
      this.goOn(track)
    })
  }

  /**
   * Gets what is missing between the last event shown and those held back. While it is in doubt whether this is still the
   * same history, the last event shown is asked for again, and must be the same.
   */
  private fill(track: Track): Promise<void> {
    const before = track.shown
    const after = track.doubtful ? Math.max(0, before - 1) : before
    return this.fetch(track, { after, limit: GAP_PAGE }, (events) => {
      if (track.doubtful && before > 0 && !events.some(({ seq, epoch }) => seq === before && epoch === track.epoch)) {
        void this.load(track)
        return
      }
      track.doubtful = false
      const held = track.release()
      for (const frame of events) {
        if (!track.fetching) {
          this.offer(track, frame)
        }
      }
      held.forEach((frame) => track.hold(frame))
      if (track.shown === before && held.some((frame) => track.judge(frame) === 'gap')) {
        this.beginAnew(track)
      } else {
        this.goOn(track)
      }
    })
  }

  /** The server says that something is missing, and has nothing to fill the gap. */
  private beginAnew(track: Track): void {
    if (++track.stuck < MOST_ANEW) {
      void this.load(track)
    } else {
      this.tell('problem', `conversation ${track.conversation} has a gap after ${track.shown} that nothing fills`)
      track.held = []
    }
  }

  /** Takes up again what was held back while the history was read. */
  private goOn(track: Track): void {
    for (const frame of track.release()) {
      if (track.loaded && !track.fetching) {
        this.offer(track, frame)
      } else {
        track.hold(frame)
      }
    }
  }

  private async fetch(
    track: Track, page: { after?: number; limit: number }, take: (events: EventFrame[]) => void,
  ): Promise<void> {
    if (track.fetching) {
      return
    }
    track.fetching = true
    const generation = this.generation
    const current = () => generation === this.generation && this.tracks.get(track.conversation) === track
    try {
      const ok = await this.request({ type: 'history', conversation: track.conversation, ...page })
      if (current()) {
        track.fetching = false
        track.failures = 0
        take(ok.events ?? [])
      }
    } catch (e) {
      if (!current()) {
        return
      }
      track.fetching = false
      this.failed(track, e)
    }
  }

  /** The conversation could not be read: again a little later, or never. */
  private failed(track: Track, e: unknown): void {
    const open = () => this.tracks.get(track.conversation) === track
    const why = e instanceof Refused ? e : new Refused('internal', String(e), false)
    if (!open()) {
      return
    }
    if (!why.temporary) {
      this.tracks.delete(track.conversation)
      this.tell('closed', { conversation: track.conversation, why })
    } else if (this.current.phase === 'online') {
      const backoff = Math.min(LONGEST_DELAY_MS, 1_000 * 2 ** track.failures++)
      this.later(why.retryAfterMs ?? backoff, () => open() && !track.fetching && this.follow(track))
    }
  }

  // Sending

  private ask(pending: Pending): void {
    if (this.current.phase === 'online' && !pending.sent) {
      pending.sent = true
      this.write(pending.frame)
    }
  }

  /** Acknowledges, a moment later and for several at once; at once when the server may soon stop to wait for it. */
  private ack(conversation: string, seq: number): void {
    if (seq > 0) {
      this.acks.set(conversation, Math.max(seq, this.acks.get(conversation) ?? 0))
      if (this.unacked * 2 >= (this.hello?.maxUnacked ?? 64)) {
        this.writeAcks()
      } else {
        this.cancelAck ??= this.world.after(ACK_MS, () => this.writeAcks())
      }
    }
  }

  private writeAcks(): void {
    this.cancelAck?.()
    this.cancelAck = undefined
    this.unacked = 0
    for (const [conversation, seq] of this.acks) {
      this.write({ type: 'ack', conversation, seq })
    }
    this.acks.clear()
  }

  private write(frame: ClientFrame): void {
    try {
      this.socket?.send(JSON.stringify(frame))
    } catch (e) {
      this.tell('problem', `not sent: ${String(e)}`)
    }
  }

  private refuseAll(why: Refused): void {
    this.outbox.fail(why)
    for (const pending of this.pending.values()) {
      pending.cancel()
      pending.reject(why)
    }
    this.pending.clear()
  }

  // Telling

  private change(state: ConnectionState): void {
    this.current = state
    this.tell('state', state)
  }

  private tell<K extends keyof Happenings>(what: K, value: Happenings[K]): void {
    for (const listener of [...(this.listeners.get(what) ?? [])]) {
      try {
        ;(listener as (value: Happenings[K]) => void)(value)
      } catch (e) {
        if (what !== 'problem') {
          this.tell('problem', `a listener of ${what} failed: ${String(e)}`)
        }
      }
    }
  }
}
