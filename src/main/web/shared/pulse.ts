import type { Surroundings } from './surroundings'

const TICK_MS = 5_000
const GRACE_MS = 8_000
const PROBE_MS = 5_000
/** A timer that comes later than this: the page was frozen, throttled, or the machine slept. */
const LATE_MS = 3_000

interface Asked {
  until: number
  /** Asked again, because this page slept while the answer was due. */
  again: boolean
}

/**
 * Whether the server still lives: asks when it is silent, or when the page wakes, and says so when no answer comes.
 *
 * Silence is measured by the clock that nobody sets; a jump of the other shows that the machine slept, for some steady
 * clocks stand still then. Nobody is given up for a time in which this page could not hear.
 */
export class Pulse {
  private readonly world: Surroundings
  private readonly ask: () => void
  private readonly dead: () => void
  private heartbeat = 0
  private heard = 0
  private asked: Asked | undefined
  private cancel: (() => void) | undefined

  constructor(world: Surroundings, ask: () => void, dead: () => void) {
    this.world = world
    this.ask = ask
    this.dead = dead
  }

  start(heartbeatMs: number): void {
    this.heartbeat = heartbeatMs
    this.beat()
    this.wait()
  }

  stop(): void {
    this.cancel?.()
    this.cancel = undefined
    this.asked = undefined
  }

  /** The server was heard. */
  beat(): void {
    this.heard = this.world.steady()
    this.asked = undefined
  }

  /** Asks now: something happened after which the connection may be dead. */
  probe(): void {
    if (!this.cancel) {
      return
    }
    const now = this.world.steady()
    if (!this.asked || this.asked.until <= now) {
      this.expect(PROBE_MS, this.asked !== undefined)
    } else {
      this.asked.until = Math.min(this.asked.until, now + PROBE_MS)
    }
    this.wait()
  }

  private expect(patience: number, again: boolean): void {
    this.asked = { until: this.world.steady() + patience, again }
    this.ask()
  }

  private wait(): void {
    this.cancel?.()
    const due = this.asked ? this.asked.until : this.heard + this.heartbeat
    const ms = Math.max(0, Math.min(TICK_MS, due - this.world.steady()))
    const expected = this.world.now() + ms
    this.cancel = this.world.after(ms, () => this.tick(this.world.now() - expected > LATE_MS))
  }

  private tick(late: boolean): void {
    const now = this.world.steady()
    const { asked } = this
    if (asked && now >= asked.until) {
      if (!late || asked.again) {
        this.stop()
        this.dead()
        return
      }
      this.expect(PROBE_MS, true)
    } else if (!asked && (late || now - this.heard >= this.heartbeat)) {
      this.expect(late ? PROBE_MS : GRACE_MS, false)
    }
    this.wait()
  }
}
