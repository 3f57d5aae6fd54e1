import type { ErrorFrame, SendFrame } from './frames'
import type { Surroundings } from './surroundings'

/** A refusal by the server, or by this side when there is no connection. `temporary`: the same may be tried again. */
export class Refused extends Error {
  readonly code: string
  readonly temporary: boolean
  readonly retryAfterMs: number | undefined

  constructor(code: string, message: string, temporary: boolean, retryAfterMs?: number) {
    super(message)
    this.name = 'Refused'
    this.code = code
    this.temporary = temporary
    this.retryAfterMs = retryAfterMs
  }

  static by(frame: ErrorFrame): Refused {
    return new Refused(frame.code, frame.message, frame.temporary, frame.retryAfterMs)
  }
}

/** A message to be sent. The same `clientMessageId` again is the same message, however often it goes over the wire. */
export type Outgoing = Omit<SendFrame, 'type' | 'id' | 'clientMessageId'> & { clientMessageId?: string }

/** Where the server has the message. */
export interface Stored {
  conversation: string
  seq: number
  at: string
}

interface Entry {
  message: Omit<SendFrame, 'type' | 'id'>
  sent: boolean
  ids: number[]
  tries: number
  /** The server asked not to be asked again before. */
  notBefore: number
  /** What was refused for a while, last. */
  refused: Refused | undefined
  resolve(stored: Stored): void
  reject(why: Refused): void
  cancelGiveUp(): void
  cancelRetry(): void
}

const ANSWER_MS = 10_000
const GIVE_UP_MS = 60_000
/** Who slept while the time ran out has this long to try once more. */
const SLEPT_MS = 20_000
const LATE_MS = 3_000
const RETRY_MS = 1_000
const MOST_RETRY_MS = 15_000

/**
 * Messages the server has not confirmed. Of each conversation one is on its way at a time, so that they keep their order
 * whatever is lost or refused for a while; after a reconnect it goes out again under its own `clientMessageId`.
 */
export class Outbox {
  private readonly entries: Entry[] = []
  private readonly world: Surroundings
  private readonly write: (message: Entry['message']) => number | undefined

  /** @param write sends the frame and tells its id, or nothing when there is no connection */
  constructor(world: Surroundings, write: (message: Entry['message']) => number | undefined) {
    this.world = world
    this.write = write
  }

  get size(): number {
    return this.entries.length
  }

  add(message: Outgoing): { clientMessageId: string; stored: Promise<Stored> } {
    const clientMessageId = message.clientMessageId ?? this.world.uuid()
    const stored = new Promise<Stored>((resolve, reject) => {
      const entry: Entry = {
        message: { ...message, clientMessageId }, sent: false, ids: [], tries: 0, notBefore: 0, refused: undefined, resolve, reject,
        cancelRetry: () => {}, cancelGiveUp: () => {},
      }
      this.entries.push(entry)
      this.giveUpAfter(entry, GIVE_UP_MS)
    })
    this.pump()
    return { clientMessageId, stored }
  }

  /** There is a connection again: what was on its way goes out once more. */
  online(): void {
    this.lost()
    this.pump()
  }

  /** The connection is gone, and with it the answers. */
  lost(): void {
    for (const entry of this.entries) {
      entry.cancelRetry()
      entry.sent = false
      entry.ids = []
    }
  }

  /** @returns whether the answer was for one of these messages */
  ok(id: number, stored: Partial<Stored>): boolean {
    const entry = this.entries.find((one) => one.ids.includes(id))
    if (entry && stored.conversation !== undefined && stored.seq !== undefined) {
      this.done(entry, { conversation: stored.conversation, seq: stored.seq, at: stored.at ?? '' })
    }
    return entry !== undefined
  }

  /** The message itself came back as an event, which is as good as an answer. */
  seen(clientMessageId: string, stored: Stored): void {
    const entry = this.entries.find((one) => one.message.clientMessageId === clientMessageId)
    if (entry) {
      this.done(entry, stored)
    }
  }

  /** @returns whether the refusal was of one of these messages */
  refused(id: number, why: Refused): boolean {
    const entry = this.entries.find((one) => one.ids.includes(id))
    if (entry && why.temporary) {
      const backoff = Math.min(MOST_RETRY_MS, RETRY_MS * 2 ** entry.tries++) * (0.5 + this.world.random())
      const wait = why.retryAfterMs || backoff
      entry.refused = why
      entry.notBefore = this.world.steady() + wait
      entry.cancelRetry()
      entry.cancelRetry = this.world.after(wait, () => this.transmit(entry))
    } else if (entry) {
      this.settle(entry, () => entry.reject(why))
    }
    return entry !== undefined
  }

  /** Nothing more will be sent. */
  fail(why: Refused): void {
    for (const entry of [...this.entries]) {
      this.settle(entry, () => entry.reject(why))
    }
  }

  private done(entry: Entry, stored: Stored): void {
    if (entry.message.conversation === undefined) {
      // It started the conversation; the ones behind it belong to the same.
      for (const other of this.entries) {
        if (other !== entry && other.message.conversation === undefined && !other.sent) {
          other.message.conversation = stored.conversation
        }
      }
    }
    this.settle(entry, () => entry.resolve(stored))
  }

  private settle(entry: Entry, tell: () => void): void {
    const place = this.entries.indexOf(entry)
    if (place >= 0) {
      this.entries.splice(place, 1)
      entry.cancelGiveUp()
      entry.cancelRetry()
      tell()
      this.pump()
    }
  }

  private pump(): void {
    const busy = new Set<string>()
    for (const entry of this.entries) {
      const lane = entry.message.conversation ?? ''
      if (!busy.has(lane) && !entry.sent) {
        this.inTime(entry)
      }
      busy.add(lane)
    }
  }

  /** Sends it, or waits as long as the server asked for before the connection was lost. */
  private inTime(entry: Entry): void {
    const wait = entry.notBefore - this.world.steady()
    if (wait > 0) {
      entry.cancelRetry()
      entry.cancelRetry = this.world.after(wait, () => this.transmit(entry))
    } else {
      this.transmit(entry)
    }
  }

  /** A person is to decide then; a page that slept tries first. */
  private giveUpAfter(entry: Entry, ms: number): void {
    const due = this.world.now() + ms
    entry.cancelGiveUp = this.world.after(ms, () => {
      if (this.world.now() - due > LATE_MS) {
        this.giveUpAfter(entry, SLEPT_MS)
      } else {
        this.settle(entry, () => entry.reject(entry.refused ?? new Refused('timeout', 'no answer from the server', true)))
      }
    })
  }

  private transmit(entry: Entry): void {
    const id = this.write(entry.message)
    if (id !== undefined) {
      entry.sent = true
      entry.ids.push(id)
      entry.cancelRetry = this.world.after(ANSWER_MS, () => this.transmit(entry))
    }
  }
}
