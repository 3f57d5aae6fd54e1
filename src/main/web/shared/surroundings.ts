// What the connection needs of the world, so that tests can give it another one.

export interface SocketLike {
  send(text: string): void
  close(code?: number, reason?: string): void
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: ((closed: { code: number }) => void) | null
  onerror: (() => void) | null
}

export interface Surroundings {
  /** The time of day, in epoch milliseconds; somebody may set it. */
  now(): number
  /** Milliseconds since some moment, by a clock that nobody sets; it may stand still while the machine sleeps. */
  steady(): number
  /** Runs the task later; the result cancels it. */
  after(ms: number, task: () => void): () => void
  /** In [0, 1). */
  random(): number
  uuid(): string
  socket(url: string, protocol: string): SocketLike
  /** Told when the network comes or goes (`true`, `false`), and when the page wakes or is looked at again (`true`). */
  network(changed: (there: boolean) => void): () => void
}

/** `crypto.randomUUID` is there on secure pages only; a shop in a local network may be none. */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID()
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const browser: Surroundings = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
  uuid,
  socket: (url, protocol) => new WebSocket(url, protocol) as unknown as SocketLike,
  network: (changed) => {
    const there = () => changed(true)
    const gone = () => changed(false)
    const looked = () => document.visibilityState === 'visible' && changed(true)
    addEventListener('online', there)
    addEventListener('offline', gone)
    addEventListener('pageshow', looked)
    document.addEventListener('visibilitychange', looked)
    document.addEventListener('resume', looked)
    return () => {
      removeEventListener('online', there)
      removeEventListener('offline', gone)
      removeEventListener('pageshow', looked)
      document.removeEventListener('visibilitychange', looked)
      document.removeEventListener('resume', looked)
    }
  },
}
