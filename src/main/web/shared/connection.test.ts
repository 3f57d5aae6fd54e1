import { beforeEach, describe, expect, it } from 'vitest'
import { Connection, mayReconnect, Refused } from './connection'
import type { ConnectionOptions } from './connection'
import type { EventFrame, ReadyConversation } from './frames'
import { FakeWorld, settle } from './testing/world'
import type { FakeSocket } from './testing/world'

const C = 'c1'
const HELLO = { type: 'hello', version: 1, heartbeatMs: 25_000, maxFrameBytes: 65_536, maxUnacked: 64 }

let world: FakeWorld
let connection: Connection
let shown: number[]
let tokens: boolean[]

function event(seq: number, previous = seq - 1, more: Partial<EventFrame> = {}): EventFrame {
  return {
    type: 'event', conversation: C, epoch: 1, seq, previous, at: '2026-03-02T01:00:05.120Z',
    event: { type: 'message', from: 'bot', kind: 'answer', text: `text ${seq}`, choices: [] }, ...more,
  }
}

const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i))

function connect(options: Partial<ConnectionOptions> = {}): Connection {
  const made = new Connection({
    url: 'ws://shop/ws/buyer', world,
    token: (fresh) => {
      tokens.push(fresh)
      return Promise.resolve('token')
    },
    ...options,
  })
  made.on('event', (frame) => shown.push(frame.seq))
  made.on('loaded', (loaded) => (shown = loaded.events.map((frame) => frame.seq)))
  made.start()
  return made
}

async function welcome(conversations: ReadyConversation[] = []): Promise<FakeSocket> {
  await settle()
  world.last.says(HELLO, { type: 'ready', session: 's', who: { buyer: 'b1' }, conversations })
  await settle()
  return world.last
}

/** Answers the latest history request of this socket. */
async function bring(socket: FakeSocket, frames: EventFrame[]): Promise<void> {
  const asked = socket.of('history').at(-1)
  expect(asked).toBeDefined()
  socket.says({ type: 'ok', id: asked!.id, conversation: C, events: frames })
  await settle()
}

/** Connected, with the conversation open and shown up to this event. */
async function openUpTo(seq: number): Promise<FakeSocket> {
  connection = connect()
  const socket = await welcome()
  connection.open(C)
  await bring(socket, events(1, seq))
  return socket
}

beforeEach(() => {
  world = new FakeWorld()
  shown = []
  tokens = []
})

describe('signing in', () => {
  it('says the token in a frame, never in the address', async () => {
    connection = connect()
    const socket = await welcome()
    expect(socket.url).toBe('ws://shop/ws/buyer')
    expect(socket.protocol).toBe('yingda.v1')
    expect(socket.sent).toEqual([{ type: 'auth', token: 'token' }])
    expect(connection.state.phase).toBe('online')
  })

  it('stops at a version it does not speak', async () => {
    connection = connect()
    await settle()
    world.last.says({ ...HELLO, version: 2 })
    expect(connection.state).toMatchObject({ phase: 'stopped', code: 4103 })
    await world.pass(120_000)
    expect(world.sockets).toHaveLength(1)
  })

  it('tries again when the server says hello and then nothing', async () => {
    connection = connect()
    await settle()
    world.last.says(HELLO)
    await world.pass(16_000)
    expect(world.sockets).toHaveLength(2)
  })

  it('tries again when no token can be had, and stops when there will be none', async () => {
    let refusal: Error = new Error('network')
    connection = connect({ token: () => Promise.reject(refusal) })
    await settle()
    expect(connection.state.phase).toBe('waiting')
    refusal = new Refused('401', 'signed out', false)
    await world.pass(1_000)
    expect(connection.state).toMatchObject({ phase: 'stopped', code: 4101 })
    expect(world.sockets).toHaveLength(0)
  })
})

describe('reconnecting', () => {
  it('waits longer each time, up to half a minute, with full jitter', async () => {
    connection = connect()
    await settle()
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      world.last.closes(1006)
      waits.push(connection.state.retryAt! - world.time)
      await world.pass(waits.at(-1)!)
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
    world.chance = 0
    world.last.closes(1006)
    expect(connection.state.retryAt).toBe(world.time)
  })

  it('starts over after it was well for a while, but not when it breaks at once', async () => {
    connection = connect()
    for (let i = 0; i < 4; i++) {
      await welcome()
      world.last.closes(4003)
      await world.pass(connection.state.retryAt! - world.time)
    }
    expect(connection.state.attempt).toBe(4)
    await welcome()
    await world.pass(11_000)
    world.last.closes(1006)
    expect(connection.state.attempt).toBe(1)
  })

  it.each([1006, 1001, 1011, 1012, 4001, 4002, 4003, 4004, 4005, 4006])('comes again after %i', async (code) => {
    expect(mayReconnect(code)).toBe(true)
    connection = connect()
    await welcome()
    world.last.closes(code)
    await world.pass(1_000)
    expect(world.sockets).toHaveLength(2)
    expect(tokens).toEqual([false, code === 4006])
  })

  it.each([1003, 1007, 1009, 4100, 4102, 4103, 4104, 4105])('does not come again after %i', async (code) => {
    expect(mayReconnect(code)).toBe(false)
    connection = connect()
    await welcome()
    world.last.closes(code)
    await world.pass(300_000)
    expect(world.sockets).toHaveLength(1)
    expect(connection.state).toMatchObject({ phase: 'stopped', code })
    connection.start()
    await settle()
    expect(world.sockets).toHaveLength(2)
  })

  it('asks once for another token when the one it had is refused, and loses no message over it', async () => {
    connection = connect()
    const { clientMessageId, stored } = connection.send({ text: 'hello' })
    stored.catch(() => {})
    await settle()
    world.last.closes(4101)
    await world.pass(1_000)
    expect(tokens).toEqual([false, true])
    const socket = await welcome()
    expect(socket.of('send')).toMatchObject([{ clientMessageId }])
    socket.closes(4101)
    await world.pass(1_000)
    world.last.closes(4101)
    await world.pass(120_000)
    expect(tokens).toEqual([false, true, true])
    expect(connection.state).toMatchObject({ phase: 'stopped', code: 4101 })
  })

  it('does not wait for a token for ever', async () => {
    let asked = 0
    connection = connect({ token: () => (++asked === 1 ? new Promise(() => {}) : Promise.resolve('token')) })
    await world.pass(16_000)
    expect(asked).toBe(2)
    expect(world.sockets).toHaveLength(1)
  })

  it('waits as long as the server asks before it closes', async () => {
    connection = connect()
    await settle()
    world.last.says(HELLO, { type: 'error', code: 'rate-limited', message: '', temporary: true, retryAfterMs: 30_000 })
    world.last.closes(4005)
    world.networkSays(true)
    await world.pass(29_000)
    expect(world.sockets).toHaveLength(1)
    await world.pass(1_000)
    expect(world.sockets).toHaveLength(2)
  })

  it('comes at once when the network is back', async () => {
    connection = connect()
    await settle()
    world.last.closes(1006)
    world.last.closes(1006)
    world.networkSays(true)
    await settle()
    expect(world.sockets).toHaveLength(2)
  })

  it('asks for a sign of life when the page is looked at again, and gives up on a dead socket', async () => {
    connection = connect()
    const socket = await welcome()
    await world.pass(1_000)
    world.networkSays(true)
    expect(socket.of('ping')).toHaveLength(1)
    await world.pass(6_000)
    expect(socket.closedWith).toBe(4002)
    expect(world.sockets).toHaveLength(2)
  })

  it('leaves a node that goes down when told, and comes back at once', async () => {
    connection = connect()
    const socket = await welcome()
    socket.says({ type: 'drain', afterMs: 3_000 })
    await world.pass(2_900)
    expect(connection.state.phase).toBe('online')
    await world.pass(600)
    expect(socket.closedWith).toBe(4001)
    expect(world.sockets).toHaveLength(2)
  })

  it('hears nothing of a socket it has left', async () => {
    const socket = await openUpTo(1)
    socket.closes(1006)
    await world.pass(1_000)
    socket.says(event(2))
    socket.closes(4105)
    expect(shown).toEqual([1])
    expect(connection.state.phase).toBe('connecting')
  })

  it('does nothing any more once closed', async () => {
    connection = connect()
    const socket = await welcome()
    const asked = connection.request({ type: 'suggest', text: 'x' })
    connection.close()
    await expect(asked).rejects.toMatchObject({ code: 'closed' })
    await world.pass(120_000)
    expect(socket.closedWith).toBe(1000)
    expect(world.sockets).toHaveLength(1)
    expect(world.timersLeft).toBe(0)
  })
})

describe('heartbeat', () => {
  it('answers a ping', async () => {
    connection = connect()
    const socket = await welcome()
    socket.says({ type: 'ping' })
    expect(socket.sent.at(-1)).toEqual({ type: 'pong' })
  })

  it('stays while the server answers, and leaves when it is silent for 33 seconds', async () => {
    connection = connect()
    const socket = await welcome()
    await world.pass(25_000)
    expect(socket.of('ping')).toHaveLength(1)
    socket.says({ type: 'pong' })
    await world.pass(25_000)
    expect(socket.of('ping')).toHaveLength(2)
    await world.pass(7_900)
    expect(connection.state.phase).toBe('online')
    await world.pass(100)
    expect(socket.closedWith).toBe(4002)
    expect(connection.state).toMatchObject({ phase: 'waiting', code: 4002 })
  })
})

describe('a page that slept', () => {
  it('asks at once when it wakes, once, and takes a new connection when the old one is dead', async () => {
    const socket = await openUpTo(1)
    await world.pass(1_000)
    world.freezes(600_000)
    world.networkSays(true)
    world.networkSays(true)
    expect(socket.of('ping')).toHaveLength(1)
    expect(connection.state.phase).toBe('online')
    await world.pass(5_500)
    expect(socket.closedWith).toBe(4002)
    expect(world.sockets).toHaveLength(2)
    expect((await welcome([{ conversation: C, epoch: 1, seq: 1, recovered: true }])).of('auth')[0]!.resume).toHaveLength(1)
  })

  it('keeps a connection that lived on, though its timers come minutes late', async () => {
    const socket = await openUpTo(1)
    world.freezes(600_000)
    await world.pass(1_000)
    expect(socket.of('ping')).toHaveLength(1)
    socket.says({ type: 'pong' })
    await world.pass(20_000)
    expect(socket.closedWith).toBeUndefined()
    expect(connection.state.phase).toBe('online')
  })

  it('gives an answer the time to be heard that came while it was frozen', async () => {
    const socket = await openUpTo(1)
    await world.pass(25_000)
    expect(socket.of('ping')).toHaveLength(1)
    world.freezes(600_000)
    await world.pass(0)
    expect(connection.state.phase).toBe('online')
    socket.says({ type: 'pong' })
    await world.pass(20_000)
    expect(socket.closedWith).toBeUndefined()
  })

  it('gives up on a dead connection though every timer comes a minute late', async () => {
    const socket = await openUpTo(1)
    for (let i = 0; i < 4 && socket.closedWith === undefined; i++) {
      world.freezes(60_000)
      await world.pass(0)
    }
    expect(socket.closedWith).toBe(4002)
  })

  it('notices by the clock on the wall that the machine slept, without any event', async () => {
    const socket = await openUpTo(1)
    await world.pass(2_000)
    world.sleeps(3_600_000)
    await world.pass(3_500)
    expect(socket.of('ping')).toHaveLength(1)
    await world.pass(5_500)
    expect(socket.closedWith).toBe(4002)
  })

  it('does not mind that somebody sets the clock', async () => {
    const socket = await openUpTo(1)
    world.sleeps(-3_600_000)
    await world.pass(25_500)
    expect(socket.of('ping')).toHaveLength(1)
    socket.says({ type: 'pong' })
    world.sleeps(7_200_000)
    await world.pass(5_000)
    expect(connection.state.phase).toBe('online')
    socket.says({ type: 'pong' })
    await world.pass(20_000)
    expect(socket.closedWith).toBeUndefined()
    expect(world.sockets).toHaveLength(1)
  })

  it('comes back at the right time though the clock was set back while it waited', async () => {
    connection = connect()
    await settle()
    world.last.says(HELLO, { type: 'error', code: 'overloaded', message: '', temporary: true, retryAfterMs: 20_000 })
    world.sleeps(-3_600_000)
    world.last.closes(1013)
    await world.pass(20_500)
    expect(world.sockets).toHaveLength(2)
  })

  it('begins an attempt anew that hung while it slept', async () => {
    connection = connect()
    await settle()
    world.freezes(8_000)
    world.networkSays(true)
    await settle()
    expect(world.sockets).toHaveLength(2)
    expect(world.sockets[0]!.closedWith).toBe(1000)
  })

  it('asks when the network goes, and stays when the server answers all the same', async () => {
    const socket = await openUpTo(1)
    await world.pass(1_000)
    world.networkSays(false)
    expect(socket.of('ping')).toHaveLength(1)
    socket.says({ type: 'pong' })
    await world.pass(10_000)
    expect(connection.state.phase).toBe('online')
  })

  it('tries once more before it calls a message failed whose time ran out in its sleep', async () => {
    connection = connect()
    const first = await welcome()
    const { stored, clientMessageId } = connection.send({ conversation: C, text: 'hello' })
    world.freezes(600_000)
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome()
    expect(socket.of('send')).toMatchObject([{ clientMessageId }])
    socket.says({ type: 'ok', id: socket.of('send')[0]!.id, conversation: C, seq: 2, at: 'now', duplicate: true })
    await expect(stored).resolves.toMatchObject({ seq: 2 })
  })
})

describe('the order of events', () => {
  it('shows what comes next, and acknowledges several at once', async () => {
    const socket = await openUpTo(1)
    socket.says(event(2), event(3))
    expect(shown).toEqual([1, 2, 3])
    await world.pass(200)
    expect(socket.of('ack')).toEqual([{ type: 'ack', conversation: C, seq: 3 }])
  })

  it('acknowledges at once before the window of the server is full', async () => {
    const socket = await openUpTo(1)
    socket.says(...events(2, 40))
    expect(socket.of('ack').at(-1)!.seq).toBeGreaterThanOrEqual(33)
  })

  it('shows an event once, however often it comes', async () => {
    const socket = await openUpTo(2)
    socket.says(event(2), event(3), event(3), event(1))
    expect(shown).toEqual([1, 2, 3])
  })

  it('passes over numbers that this client may not see', async () => {
    const socket = await openUpTo(2)
    socket.says(event(5, 2))
    expect(shown).toEqual([1, 2, 5])
    expect(socket.of('history')).toHaveLength(1)
  })

  it('asks for what is missing and shows nothing after a gap before it is there', async () => {
    const socket = await openUpTo(2)
    socket.says(event(5), event(6))
    expect(shown).toEqual([1, 2])
    expect(socket.of('history').at(-1)).toMatchObject({ conversation: C, after: 2 })
    await bring(socket, events(3, 5))
    expect(shown).toEqual([1, 2, 3, 4, 5, 6])
    expect(socket.of('history')).toHaveLength(2)
  })

  it('asks on when one page of history does not fill the gap', async () => {
    const socket = await openUpTo(1)
    socket.says(event(9))
    await bring(socket, events(2, 4))
    expect(shown).toEqual([1, 2, 3, 4])
    await bring(socket, events(5, 9))
    expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('does not ask for ever when nothing fills the gap', async () => {
    const problems: string[] = []
    const socket = await openUpTo(2)
    connection.on('problem', (problem) => problems.push(problem))
    socket.says(event(9, 7))
    for (let i = 0; i < 20; i++) {
      const asked = socket.of('history').at(-1)!
      socket.says({ type: 'ok', id: asked.id, conversation: C, events: asked.after === undefined ? events(1, 2) : [] })
      await settle()
    }
    expect(socket.of('history').length).toBeLessThan(10)
    expect(shown).toEqual([1, 2])
    expect(problems.join()).toContain('gap')
  })

  it('tries the history again when the store fails for a moment', async () => {
    const socket = await openUpTo(2)
    socket.says(event(5))
    const asked = socket.of('history').at(-1)!
    socket.says({ type: 'error', id: asked.id, code: 'internal', message: '', temporary: true, retryAfterMs: 1_000 })
    await world.pass(1_100)
    await bring(socket, events(3, 5))
    expect(shown).toEqual([1, 2, 3, 4, 5])
  })

  it('begins anew when history was restored under another epoch', async () => {
    const socket = await openUpTo(5)
    socket.says(event(3, 2, { epoch: 2 }))
    await bring(socket, [event(1, 0, { epoch: 2 }), event(2, 1, { epoch: 2 }), event(3, 2, { epoch: 2 })])
    expect(shown).toEqual([1, 2, 3])
    socket.says(event(4, 3, { epoch: 2 }))
    expect(shown).toEqual([1, 2, 3, 4])
  })

  it('keeps what arrives while the first history is loaded', async () => {
    connection = connect()
    const socket = await welcome()
    connection.open(C)
    socket.says(event(4), event(5))
    await bring(socket, events(2, 4))
    expect(shown).toEqual([2, 3, 4, 5])
  })

  it('tells whether there is more to load', async () => {
    connection = connect()
    const more: boolean[] = []
    connection.on('loaded', (loaded) => more.push(loaded.more))
    const socket = await welcome()
    connection.open(C)
    await bring(socket, events(3, 4))
    expect(more).toEqual([true])
  })

  it('hands on what happens in conversations that are not open', async () => {
    const strays: number[] = []
    connection = connect()
    connection.on('stray', (frame) => strays.push(frame.seq))
    const socket = await welcome()
    socket.says(event(7))
    await world.pass(200)
    expect([strays, shown]).toEqual([[7], []])
    expect(socket.of('ack')).toHaveLength(1)
  })

  it('says so when a conversation cannot be read', async () => {
    connection = connect()
    const closed: string[] = []
    connection.on('closed', ({ why }) => closed.push(why.code))
    const socket = await welcome()
    connection.open(C)
    socket.says({ type: 'error', id: socket.of('history')[0]!.id, code: 'not-found', message: '', temporary: false })
    await settle()
    expect(closed).toEqual(['not-found'])
    expect(connection.follows(C)).toBe(false)
  })

  it('goes on when a frame is unknown or a listener fails', async () => {
    const problems: string[] = []
    const socket = await openUpTo(1)
    connection.on('problem', (problem) => problems.push(problem))
    connection.on('event', () => {
      throw new Error('broken screen')
    })
    socket.says('no json', { type: 'surprise' }, event(2))
    expect(shown).toEqual([1, 2])
    expect(problems).toHaveLength(3)
  })
})

describe('resuming', () => {
  it('says where it was, and goes on with what was missed', async () => {
    const first = await openUpTo(3)
    first.says(event(6))
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome([{ conversation: C, epoch: 1, seq: 5, recovered: true }])
    expect(socket.of('auth')).toEqual([{ type: 'auth', token: 'token', session: 's', resume: [{ conversation: C, epoch: 1, seq: 3 }] }])
    socket.says(event(4), event(5), { type: 'caught-up', conversation: C }, event(6))
    expect(shown).toEqual([1, 2, 3, 4, 5, 6])
    expect(socket.of('history')).toHaveLength(0)
  })

  it('loads the history anew when the server could not resume', async () => {
    const first = await openUpTo(3)
    first.closes(4004)
    await world.pass(1_000)
    const socket = await welcome([{ conversation: C, epoch: 2, seq: 2, recovered: false }])
    await bring(socket, [event(1, 0, { epoch: 2 }), event(2, 1, { epoch: 2 })])
    expect(shown).toEqual([1, 2])
  })

  it('asks for what was missed in a conversation the server did not name', async () => {
    const first = await openUpTo(3)
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome([])
    expect(socket.of('history')).toMatchObject([{ after: 2 }])
    await bring(socket, [event(3), event(4)])
    expect(shown).toEqual([1, 2, 3, 4])
  })

  it('loads anew what the server did not name and has under another epoch now', async () => {
    const first = await openUpTo(3)
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome([])
    const restored = [1, 2, 3].map((seq) => event(seq, seq - 1, { epoch: 2 }))
    await bring(socket, restored.filter(({ seq }) => seq > (socket.of('history').at(-1)!.after ?? 0)))
    expect(socket.of('history').at(-1)).not.toHaveProperty('after')
    await bring(socket, restored)
    expect(shown).toEqual([1, 2, 3])
    socket.says(event(4, 3, { epoch: 2 }))
    expect(shown).toEqual([1, 2, 3, 4])
  })

  it('loads anew what it watched when the history was restored to an earlier state', async () => {
    connection = connect()
    const first = await welcome()
    connection.open(C, { watch: true })
    first.says({ type: 'ok', id: first.of('watch')[0]!.id, conversation: C, epoch: 1, seq: 4 })
    await settle()
    await bring(first, events(1, 4))
    first.closes(1012)
    await world.pass(1_000)
    const socket = await welcome()
    socket.says({ type: 'ok', id: socket.of('watch')[0]!.id, conversation: C, epoch: 2, seq: 2 })
    await settle()
    await bring(socket, [event(1, 0, { epoch: 2 }), event(2, 1, { epoch: 2 })])
    expect(shown).toEqual([1, 2])
  })

  it('says that a conversation is gone which the restored history does not have', async () => {
    const first = await openUpTo(3)
    const closed: string[] = []
    connection.on('closed', ({ conversation, why }) => closed.push(`${conversation} ${why.code}`))
    first.closes(1012)
    await world.pass(1_000)
    const socket = await welcome([])
    socket.says({ type: 'error', id: socket.of('history')[0]!.id, code: 'not-found', message: '', temporary: false })
    await settle()
    expect(closed).toEqual(['c1 not-found'])
    expect(connection.follows(C)).toBe(false)
  })

  it('reloads every conversation of its own after a restore', async () => {
    const first = await openUpTo(2)
    connection.open('c2')
    const asked = first.of('history').at(-1)!
    first.says({ type: 'ok', id: asked.id, conversation: 'c2', events: [event(1, 0, { conversation: 'c2' })] })
    await settle()
    first.closes(1012)
    await world.pass(1_000)
    const socket = await welcome([
      { conversation: C, epoch: 2, seq: 1, recovered: false }, { conversation: 'c2', epoch: 2, seq: 1, recovered: false },
    ])
    expect(socket.of('auth')[0]!.resume).toHaveLength(2)
    expect(socket.of('history').map(({ conversation, after }) => [conversation, after])).toEqual([[C, undefined], ['c2', undefined]])
  })

  it('names the session it had, so that the server lets go of the socket that was lost; after a sign-out not', async () => {
    connection = connect()
    expect((await welcome()).of('auth')).toEqual([{ type: 'auth', token: 'token' }])
    world.last.closes(1006)
    await world.pass(1_000)
    expect((await welcome()).of('auth')).toEqual([{ type: 'auth', token: 'token', session: 's' }])
    connection.close()
    connection.start()
    expect((await welcome()).of('auth')).toEqual([{ type: 'auth', token: 'token' }])
  })

  it('watches again what it watched', async () => {
    connection = connect()
    const first = await welcome()
    connection.open(C, { watch: true })
    first.says({ type: 'ok', id: first.of('watch')[0]!.id, conversation: C, epoch: 1, seq: 2 })
    await settle()
    await bring(first, events(1, 2))
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome()
    socket.says({ type: 'ok', id: socket.of('watch')[0]!.id, conversation: C, epoch: 1, seq: 3 })
    await settle()
    await bring(socket, [event(3)])
    expect(shown).toEqual([1, 2, 3])
    connection.leave(C)
    expect(socket.of('unwatch')).toHaveLength(1)
  })
})

describe('sending', () => {
  const ok = (socket: FakeSocket, seq: number, conversation = C) =>
    socket.says({ type: 'ok', id: socket.of('send').at(-1)!.id, conversation, seq, at: 'now', duplicate: false })

  it('tells where the message is stored', async () => {
    connection = connect()
    const socket = await welcome()
    const { stored, clientMessageId } = connection.send({ conversation: C, text: '什么时候发货' })
    expect(socket.of('send')).toMatchObject([{ conversation: C, clientMessageId, text: '什么时候发货' }])
    ok(socket, 2)
    await expect(stored).resolves.toEqual({ conversation: C, seq: 2, at: 'now' })
  })

  it('sends again under the same id after a reconnect', async () => {
    connection = connect()
    const first = await welcome()
    const { stored, clientMessageId } = connection.send({ conversation: C, text: 'hello' })
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome()
    expect(socket.of('send')).toMatchObject([{ clientMessageId, text: 'hello' }])
    ok(socket, 2)
    await expect(stored).resolves.toMatchObject({ seq: 2 })
    await world.pass(20_000)
    expect(socket.of('send')).toHaveLength(1)
  })

  it('sends again when no answer comes, and takes the answer to either', async () => {
    connection = connect()
    const socket = await welcome()
    const { stored } = connection.send({ conversation: C, text: 'hello' })
    await world.pass(10_500)
    const [one, two] = socket.of('send')
    expect(two).toMatchObject({ clientMessageId: one!.clientMessageId })
    socket.says({ type: 'ok', id: one!.id, conversation: C, seq: 2, at: 'now', duplicate: false })
    await expect(stored).resolves.toMatchObject({ seq: 2 })
  })

  it('keeps messages in their order, one on its way at a time', async () => {
    connection = connect()
    const socket = await welcome()
    connection.send({ conversation: C, text: 'one' })
    connection.send({ conversation: C, text: 'two' })
    connection.send({ conversation: 'c2', text: 'other' })
    expect(socket.of('send').map((frame) => frame.text)).toEqual(['one', 'other'])
    socket.says({ type: 'ok', id: socket.of('send')[0]!.id, conversation: C, seq: 2, at: 'now', duplicate: false })
    expect(socket.of('send').map((frame) => frame.text)).toEqual(['one', 'other', 'two'])
  })

  it('puts what is written before the conversation has a name into the same conversation', async () => {
    connection = connect()
    connection.send({ text: 'one' })
    connection.send({ text: 'two' })
    const socket = await welcome()
    expect(socket.of('send')).toHaveLength(1)
    expect(socket.of('send')[0]).not.toHaveProperty('conversation')
    ok(socket, 2, 'c9')
    expect(socket.of('send')[1]).toMatchObject({ text: 'two', conversation: 'c9' })
  })

  it('waits as long as the server asks, and does not let others pass', async () => {
    connection = connect()
    const socket = await welcome()
    const { stored } = connection.send({ conversation: C, text: 'one' })
    connection.send({ conversation: C, text: 'two' })
    socket.says({
      type: 'error', id: socket.of('send')[0]!.id, code: 'rate-limited', message: '', temporary: true, retryAfterMs: 2_000,
    })
    await world.pass(1_900)
    expect(socket.of('send')).toHaveLength(1)
    await world.pass(200)
    expect(socket.of('send').map((frame) => frame.text)).toEqual(['one', 'one'])
    ok(socket, 2)
    await expect(stored).resolves.toMatchObject({ seq: 2 })
  })

  it('waits as long as the server asked though the connection was lost meanwhile', async () => {
    connection = connect()
    const first = await welcome()
    connection.send({ conversation: C, text: 'one' })
    first.says({
      type: 'error', id: first.of('send')[0]!.id, code: 'rate-limited', message: '', temporary: true, retryAfterMs: 20_000,
    })
    first.closes(1006)
    await world.pass(1_000)
    const socket = await welcome()
    await world.pass(18_500)
    expect(socket.of('send')).toHaveLength(0)
    await world.pass(1_000)
    expect(socket.of('send')).toMatchObject([{ text: 'one' }])
  })

  it('tries a busy server again under the same id, not in step with everybody else, and says at last why it gave up', async () => {
    connection = connect()
    const socket = await welcome()
    const { stored, clientMessageId } = connection.send({ conversation: C, text: 'one' })
    const refused = expect(stored).rejects.toMatchObject({ code: 'overloaded', temporary: true })
    const waits: number[] = []
    world.chance = 0.25
    let before = world.uptime
    for (let i = 0; i < 60; i++) {
      const sent = socket.of('send').length
      if (sent > waits.length) {
        waits.push(world.uptime - before)
        before = world.uptime
        socket.says({ type: 'error', id: socket.of('send').at(-1)!.id, code: 'overloaded', message: '', temporary: true })
      }
      await world.pass(250)
    }
    expect(waits.slice(0, 5)).toEqual([0, 750, 1_500, 3_000, 6_000])
    expect(new Set(socket.of('send').map((frame) => frame.clientMessageId))).toEqual(new Set([clientMessageId]))
    await world.pass(60_000)
    await refused
  })

  it('gives the refusal on, and goes on with the next', async () => {
    connection = connect()
    const socket = await welcome()
    const { stored } = connection.send({ conversation: C, text: 'one' })
    connection.send({ conversation: C, text: 'two' })
    socket.says({ type: 'error', id: socket.of('send')[0]!.id, code: 'conflict', message: '', temporary: false })
    await expect(stored).rejects.toMatchObject({ code: 'conflict', temporary: false })
    expect(socket.of('send').at(-1)).toMatchObject({ text: 'two' })
  })

  it('takes the event of the own message for the answer', async () => {
    const socket = await openUpTo(1)
    const { stored, clientMessageId } = connection.send({ conversation: C, text: 'hello' })
    socket.says(event(2, 1, { event: { type: 'message', from: 'buyer', kind: 'text', clientMessageId, text: 'hello' } }))
    await expect(stored).resolves.toMatchObject({ conversation: C, seq: 2 })
  })

  it('gives up after a minute, so that a person can decide', async () => {
    connection = connect()
    const { stored } = connection.send({ conversation: C, text: 'hello' })
    const refused = expect(stored).rejects.toMatchObject({ code: 'timeout', temporary: true })
    await world.pass(60_000)
    await refused
  })

  it('refuses everything when the server refuses the client', async () => {
    connection = connect()
    const socket = await welcome()
    const { stored } = connection.send({ conversation: C, text: 'hello' })
    const refused = expect(stored).rejects.toMatchObject({ code: 'stopped' })
    socket.closes(4105)
    await refused
  })
})

describe('asking', () => {
  it('gives the answer to the one who asked', async () => {
    connection = connect()
    const socket = await welcome()
    const one = connection.request({ type: 'suggest', text: 'a' })
    const two = connection.request({ type: 'suggest', text: 'b' })
    const [a, b] = socket.of('suggest')
    socket.says({ type: 'ok', id: b!.id, items: [{ entry: 'e', question: 'B?' }] }, { type: 'ok', id: a!.id, items: [] })
    expect((await one).items).toEqual([])
    expect((await two).items).toEqual([{ entry: 'e', question: 'B?' }])
  })

  it('waits for a connection, and not for ever', async () => {
    connection = connect()
    const asked = connection.request({ type: 'hand-off' }, { timeoutMs: 5_000 })
    const socket = await welcome()
    expect(socket.of('hand-off')).toHaveLength(1)
    const refused = expect(asked).rejects.toMatchObject({ code: 'timeout' })
    await world.pass(5_000)
    await refused
  })

  it('asks again after a reconnect only what does no harm twice', async () => {
    connection = connect()
    const first = await welcome()
    const close = connection.request({ type: 'close', conversation: C })
    const handOff = connection.request({ type: 'hand-off', conversation: C }, { repeat: true })
    const refused = expect(close).rejects.toMatchObject({ code: 'disconnected' })
    first.closes(1006)
    await refused
    await world.pass(1_000)
    const socket = await welcome()
    expect(socket.of('close')).toHaveLength(0)
    socket.says({ type: 'ok', id: socket.of('hand-off')[0]!.id, conversation: C })
    await expect(handOff).resolves.toMatchObject({ conversation: C })
  })

  it('tells signs only while it is connected', async () => {
    connection = connect()
    connection.sign({ type: 'typing', conversation: C })
    const socket = await welcome()
    expect(socket.of('typing')).toHaveLength(0)
    connection.sign({ type: 'typing', conversation: C })
    expect(socket.of('typing')).toHaveLength(1)
  })
})
