/** How often what is shown is asked for again while things happen. */

const SHORTEST = 3_000
const LONGEST = 60_000

/** Milliseconds from one answer to the next question: seldom enough to cost the server a twentieth of its time. */
export const pauseAfter = (took: number) => Math.min(LONGEST, Math.max(SHORTEST, took * 20))

export interface Surroundings {
  now(): number
  hidden(): boolean
}

/** Does what is asked for, many askings at once, with a pause between, and not while nobody looks. */
export class Pace {
  private readonly task: () => Promise<void>
  private readonly world: Surroundings
  private timer: ReturnType<typeof setTimeout> | undefined
  private wanted = false
  private running = false
  private earliest = 0

  constructor(task: () => Promise<void>, world: Surroundings) {
    this.task = task
    this.world = world
  }

  ask(): void {
    this.wanted = true
    this.next()
  }

  /** It has just been done in another way: the pause begins anew. */
  done(took: number): void {
    this.earliest = this.world.now() + pauseAfter(took)
  }

  /** Somebody looks again. */
  shown(): void {
    if (this.wanted) this.next()
  }

  stop(): void {
    clearTimeout(this.timer)
    this.wanted = false
  }

  private next(): void {
    clearTimeout(this.timer)
    if (this.running || this.world.hidden()) return
    this.timer = setTimeout(() => void this.run(), Math.max(0, this.earliest - this.world.now()))
  }

  private async run(): Promise<void> {
    if (!this.wanted || this.running || this.world.hidden()) return
    if (this.world.now() < this.earliest) {
      this.next()
      return
    }
    this.wanted = false
    this.running = true
    const start = this.world.now()
    try {
      await this.task()
    } finally {
      this.running = false
      this.earliest = this.world.now() + pauseAfter(this.world.now() - start)
      if (this.wanted) this.next()
    }
  }
}
