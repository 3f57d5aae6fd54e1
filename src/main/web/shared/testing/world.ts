import type { ClientFrame, ServerFrame } from '../frames'
import type { SocketLike, Surroundings } from '../surroundings'

/** A socket whose other end is the test. */
export class FakeSocket implements SocketLike {
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: ((closed: { code: number }) => void) | null = null
  onerror: (() => void) | null = null
  closedWith: number | undefined
  readonly sent: ClientFrame[] = []
  readonly url: string
  readonly protocol: string

  constructor(url: string, protocol: string) {
    this.url = url
    this.protocol = protocol
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame)
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 1005
  }

  /** The server says this. */
  says(...frames: (ServerFrame | Record<string, unknown> | string)[]): void {
    for (const frame of frames) {
      this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
    }
  }

  /** The server closes. */
  closes(code: number): void {
    this.closedWith = code
    this.onclose?.({ code })
  }

  /** What was sent of this type. */
  of<T extends ClientFrame['type']>(type: T): (ClientFrame & { type: T })[] {
    return this.sent.filter((frame): frame is ClientFrame & { type: T } => frame.type === type)
  }
}

interface Timer {
  due: number
  order: number
  task: () => void
}

/** Time that passes only when told to, chance that is known, and sockets that lead to the test. */
export class FakeWorld implements Surroundings {
  time = 1_700_000_000_000
  /** The clock that nobody sets. */
  uptime = 0
  chance = 0.5
  readonly sockets: FakeSocket[] = []
  private timers: Timer[] = []
  private count = 0
  private listener: ((there: boolean) => void) | undefined

  now = (): number => this.time
  steady = (): number => this.uptime
  random = (): number => this.chance
  uuid = (): string => `00000000-0000-4000-8000-${String(++this.count).padStart(12, '0')}`

  after = (ms: number, task: () => void): (() => void) => {
    const timer = { due: this.uptime + ms, order: ++this.count, task }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((one) => one !== timer)
    }
  }

  socket = (url: string, protocol: string): FakeSocket => {
    const socket = new FakeSocket(url, protocol)
    this.sockets.push(socket)
    return socket
  }

  network = (changed: (there: boolean) => void): (() => void) => {
    this.listener = changed
    return () => {
      this.listener = undefined
    }
  }

  networkSays(there: boolean): void {
    this.listener?.(there)
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (!socket) {
      throw new Error('nobody has connected')
    }
    return socket
  }

  get timersLeft(): number {
    return this.timers.length
  }

  /** Lets everything happen that is due within this time, in order. */
  async pass(ms: number): Promise<void> {
    const end = this.uptime + ms
    await settle()
    for (;;) {
      const next = this.timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due || a.order - b.order)[0]
      if (!next) {
        break
      }
      this.timers = this.timers.filter((one) => one !== next)
      this.goes(next.due)
      next.task()
      await settle()
    }
    this.goes(end)
  }

  /** The page is frozen for this time: nothing runs, what is due comes late. */
  freezes(ms: number): void {
    this.goes(this.uptime + ms)
  }

  /** The machine sleeps: nothing runs, and only the clock on the wall goes on. */
  sleeps(ms: number): void {
    this.time += ms
  }

  private goes(uptime: number): void {
    this.time += Math.max(0, uptime - this.uptime)
    this.uptime = Math.max(this.uptime, uptime)
  }
}

/** Lets promises that are settled be heard. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await Promise.resolve()
  }
}
