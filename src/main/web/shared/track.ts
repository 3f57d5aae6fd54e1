import type { EventFrame } from './frames'

/** What is to be done with an event: show it, forget it, or first get what is missing before it. */
export type Verdict = 'show' | 'duplicate' | 'gap' | 'other-epoch'

/**
 * The order of one conversation on this client: which event was shown last, and which came too early and are held back.
 * Nothing is shown twice, and nothing after a gap.
 */
export class Track {
  readonly conversation: string
  /** How many of the latest events are loaded at first. */
  readonly limit: number
  /** Followed by `watch`, so that it is to be asked for again after a reconnect. */
  readonly watched: boolean
  epoch = 0
  shown = 0
  /** Whether its history was loaded, so that there is a place to go on from. */
  loaded = false
  /** A history request is under way. */
  fetching = false
  /** The connection was lost since: another history may have taken its place. */
  doubtful = false
  failures = 0
  /** How often it was begun anew for a gap that nothing filled. */
  stuck = 0
  held: EventFrame[] = []

  constructor(conversation: string, limit: number, watched: boolean) {
    this.conversation = conversation
    this.limit = limit
    this.watched = watched
  }

  judge(frame: EventFrame): Verdict {
    if (frame.epoch !== this.epoch && this.epoch !== 0) {
      return 'other-epoch'
    }
    if (frame.seq <= this.shown) {
      return 'duplicate'
    }
    return frame.previous > this.shown ? 'gap' : 'show'
  }

  /** Whether what the server has now, up to this place, is more of what was shown. */
  goesOnAt({ epoch, seq }: { epoch?: number; seq?: number }): boolean {
    return this.epoch === 0 || ((epoch ?? this.epoch) === this.epoch && (seq ?? this.shown) >= this.shown)
  }

  /** The event is on the screen. */
  showed(frame: EventFrame): void {
    this.epoch = frame.epoch
    this.shown = frame.seq
    this.stuck = 0
  }

  hold(frame: EventFrame): void {
    if (!this.held.some((other) => other.seq === frame.seq && other.epoch === frame.epoch)) {
      this.held.push(frame)
      this.held.sort((a, b) => a.seq - b.seq)
    }
  }

  /** The history begins anew with these events, oldest first. */
  begin(events: EventFrame[]): void {
    const last = events.at(-1)
    this.epoch = last?.epoch ?? 0
    this.shown = last?.seq ?? 0
    this.loaded = true
    this.doubtful = false
  }

  /** Gives back what was held, to be judged again. */
  release(): EventFrame[] {
    const held = this.held
    this.held = []
    return held
  }
}
