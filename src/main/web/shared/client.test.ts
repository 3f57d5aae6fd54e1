// The client of docs/protocol.md, against a server that loses, repeats and refuses.

import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

type Frame = Record<string, unknown>

class Socket {
  static all: Socket[] = []
  readyState = 1
  sent: Frame[] = []
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((closed: { code: number }) => void) | null = null
  onerror: ((e: object) => void) | null = null

  constructor(readonly url: string, readonly protocol: string) {
    Socket.all.push(this)
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame)
  }

  close(code = 1005): void {
    this.readyState = 3
    this.onclose?.({ code })
  }

  says(...frames: Frame[]): void {
    frames.forEach((frame) => this.onmessage?.({ data: JSON.stringify(frame) }))
  }

  of(type: string): Frame[] {
    return this.sent.filter((frame) => frame.type === type)
  }
}

const hello = { type: 'hello', version: 1, heartbeatMs: 25_000, maxFrameBytes: 65_536, maxUnacked: 64 }
const event = (seq: number, previous = seq - 1, epoch = 1) =>
  ({ type: 'event', conversation: 'c1', epoch, seq, previous, at: 'now', event: { type: 'message', from: 'bot', text: `${seq}` } })
const ready = (...conversations: Frame[]) => ({ type: 'ready', session: 's', who: { buyer: 'b' }, conversations })
const place = (seq: number, recovered: boolean, epoch = 1) => ({ conversation: 'c1', epoch, seq, recovered })

let shown: (number | string)[]
let send: (text: string) => void

const socket = () => Socket.all.at(-1)!

/** Lets the time pass till the client has connected (again). */
async function connected(): Promise<Socket> {
  const before = Socket.all.length
  for (let i = 0; i < 400 && Socket.all.length === before; i++) {
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(Socket.all.length).toBe(before + 1)
  socket().says(hello)
  return socket()
}

beforeEach(async () => {
  vi.useFakeTimers()
  Socket.all = []
  shown = []
  vi.stubGlobal('WebSocket', Socket)
  vi.stubGlobal('fetch', () => Promise.resolve({ json: () => Promise.resolve({ token: 't' }) }))
  const file = fileURLToPath(new URL('../../../../docs/client.mjs', import.meta.url))
  const { chat } = await import(/* @vite-ignore */ file) as { chat: (server: string, screen: object) => typeof send }
  send = chat('https://shop.example', {
    show: (e: { seq: number }) => shown.push(e.seq), clear: () => shown.push('clear'),
    refused: (text: string, code: string) => shown.push(`${text}: ${code}`), ended: (code: number) => shown.push(`ended ${code}`),
  })
  await connected()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('speaks the version, and gives its token in a frame only', () => {
  expect(socket().url).toBe('wss://shop.example/ws/buyer')
  expect(socket().protocol).toBe('yingda.v1')
  expect(socket().sent).toEqual([{ type: 'auth', token: 't', resume: [] }])
})

it('shows each event once and acknowledges it', () => {
  socket().says(ready(), event(1), event(2), event(2), event(1), event(4, 2))
  expect(shown).toEqual([1, 2, 4])
  expect(socket().of('ack').at(-1)).toEqual({ type: 'ack', conversation: 'c1', seq: 4 })
})

it('shows nothing past a gap, but asks for what is missing till nothing is', () => {
  socket().says(ready(), event(1), event(4))
  expect(shown).toEqual([1])
  const asked = socket().of('history')
  expect(asked).toMatchObject([{ conversation: 'c1', after: 1 }])
  socket().says({ type: 'ok', id: asked[0]!.id, conversation: 'c1', events: [event(2), event(3)] })
  expect(shown).toEqual([1, 2, 3])
  expect(socket().of('history').at(-1)).toMatchObject({ after: 3 })
  socket().says({ type: 'ok', id: 99, conversation: 'c1', events: [event(4)] }, { type: 'ok', id: 100, conversation: 'c1', events: [] })
  expect(shown).toEqual([1, 2, 3, 4])
})

it('comes back and goes on from what it showed', async () => {
  socket().says(ready(), event(1), event(2))
  socket().close(1006)
  const back = await connected()
  expect(back.of('auth')[0]).toMatchObject({ resume: [{ conversation: 'c1', epoch: 1, seq: 2 }] })
  back.says(ready(place(3, true)), event(2), event(3), { type: 'caught-up', conversation: 'c1' })
  expect(shown).toEqual([1, 2, 3])
})

it('begins anew when its place is gone, or the history another', async () => {
  socket().says(ready(), event(1), event(2))
  socket().close(4004)
  const back = await connected()
  back.says(ready(place(1, false, 2)))
  expect(back.of('history')).toMatchObject([{ after: 0 }])
  back.says({ type: 'ok', id: 1, conversation: 'c1', events: [event(1, 0, 2)] }, event(1, 0, 3))
  expect(shown).toEqual([1, 2, 'clear', 1, 'clear'])
})

it('sends again what was not acknowledged, under the same id, one at a time', async () => {
  send('一')
  send('二')
  expect(socket().of('send')).toEqual([])
  socket().says(ready())
  const [first] = socket().of('send')
  send('三')
  expect(socket().of('send')).toHaveLength(1)
  socket().close(4001)
  const back = await connected()
  back.says(ready())
  const [again] = back.of('send')
  expect(again).toMatchObject({ clientMessageId: first!.clientMessageId, text: '一' })
  back.says({ type: 'ok', id: again!.id, conversation: 'c1', seq: 2, at: 'now', duplicate: true })
  expect(back.of('send')).toHaveLength(2)
  expect(back.of('send')[1]).toMatchObject({ text: '二', conversation: 'c1' })
})

it('sends again what was refused for a while, and tells what was refused for good', async () => {
  socket().says(ready())
  send('一')
  socket().says({ type: 'error', id: socket().of('send')[0]!.id, code: 'rate-limited', message: '', temporary: true, retryAfterMs: 3000 })
  await vi.advanceTimersByTimeAsync(2900)
  expect(socket().of('send')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  const again = socket().of('send')[1]!
  expect(again.clientMessageId).toBe(socket().of('send')[0]!.clientMessageId)
  socket().says({ type: 'error', id: again.id, code: 'conflict', message: '', temporary: false })
  expect(shown).toEqual(['一: conflict'])
})

it('answers ping, and gives up a connection that is silent', async () => {
  const first = socket()
  first.says(ready(), { type: 'ping' })
  expect(first.of('pong')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(32_000)
  expect(first.readyState).toBe(1)
  await connected()
  expect(first.readyState).toBe(3)
})

it.each([1003, 1007, 1009, 4100, 4101, 4102, 4103, 4104, 4105])('does not come back after %i', async (code) => {
  socket().close(code)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(Socket.all).toHaveLength(1)
  expect(shown).toEqual([`ended ${code}`])
})

it('waits as long as it is told to', async () => {
  socket().says({ type: 'error', id: null, code: 'rate-limited', message: '', temporary: true, retryAfterMs: 20_000 })
  socket().close(4005)
  await vi.advanceTimersByTimeAsync(19_000)
  expect(Socket.all).toHaveLength(1)
  await connected()
})
