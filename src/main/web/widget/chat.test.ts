// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConversationEvent, EventFrame, ReadyConversation } from '../shared/frames'
import { translator } from '../shared/i18n'
import { FakeWorld, settle } from '../shared/testing/world'
import type { FakeSocket } from '../shared/testing/world'
import { Chat } from './chat'
import { remembered } from './memory'
import { Messages } from './messages'
import { texts } from './texts'
import type { MessageItem } from './thread'

const C = 'c1'
const HELLO = { type: 'hello', version: 1, heartbeatMs: 25_000, maxFrameBytes: 65_536, maxUnacked: 64 }

let world: FakeWorld
let chat: Chat

function event(seq: number, happened: ConversationEvent, conversation = C, epoch = 1): EventFrame {
  return { type: 'event', conversation, epoch, seq, previous: seq - 1, at: '2026-03-02T01:00:05.120Z', event: happened }
}

const said = (text: string, clientMessageId = text): ConversationEvent =>
  ({ type: 'message', from: 'buyer', kind: 'text', text, clientMessageId })

const own = () => chat.thread().items.filter((item): item is MessageItem => item.type === 'message' && item.from === 'buyer')
const states = () => own().map(({ text, state }) => `${text} ${state}`)

async function welcome(...conversations: ReadyConversation[]): Promise<FakeSocket> {
  await settle()
  world.last.says(HELLO, { type: 'ready', session: 's', who: { buyer: 'b1' }, conversations })
  await settle()
  return world.last
}

async function bring(socket: FakeSocket, ...events: EventFrame[]): Promise<void> {
  const asked = socket.of('history').at(-1)!
  socket.says({ type: 'ok', id: asked.id, conversation: asked.conversation, events })
  await settle()
}

async function refuse(socket: FakeSocket, id: number, code: string): Promise<void> {
  socket.says({ type: 'error', id, code, message: '', temporary: false })
  await settle()
}

/** Connected, with one message in the conversation. */
async function talking(): Promise<FakeSocket> {
  chat.start()
  const socket = await welcome({ conversation: C, epoch: 1, seq: 2, recovered: false })
  await bring(socket, event(1, { type: 'opened', buyer: 'b1' }), event(2, said('one')))
  return socket
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in this test')))
  const memory = remembered('http://shop')
  memory.keepVisitor({ token: 'token', expiresAt: '2999-01-01T00:00:00Z' })
  world = new FakeWorld()
  chat = new Chat('http://shop', memory, { about: () => ({}), identity: () => '' }, () => {}, () => {}, world)
})

afterEach(() => vi.unstubAllGlobals())

describe('a conversation that a restored history does not have', () => {
  it('is said to be gone, and the next message begins another', async () => {
    (await talking()).closes(1012)
    await world.pass(1_000)
    const socket = await welcome()
    await refuse(socket, socket.of('history')[0]!.id, 'not-found')
    expect([chat.gone, own()]).toEqual([true, []])
    chat.say('two')
    expect(socket.of('send')[0]).not.toHaveProperty('conversation')
    socket.says({ type: 'ok', id: socket.of('send')[0]!.id, conversation: 'c2', seq: 2, at: 'now', duplicate: false })
    await settle()
    await bring(socket, event(1, { type: 'opened', buyer: 'b1' }, 'c2'), event(2, said('two', socket.of('send')[0]!.clientMessageId), 'c2'))
    expect(chat.gone).toBe(false)
    expect(states()).toEqual(['two sent'])
  })

  it('gives what was on its way to it to the next one, in order, under the same ids', async () => {
    const first = await talking()
    chat.say('two')
    chat.say('three')
    const id = first.of('send')[0]!.clientMessageId
    first.closes(1012)
    await world.pass(1_000)
    const socket = await welcome()
    await refuse(socket, socket.of('send')[0]!.id, 'not-found')
    await refuse(socket, socket.of('send')[1]!.id, 'not-found')
    expect(chat.gone).toBe(true)
    const again = socket.of('send').at(-1)!
    expect(again).toMatchObject({ text: 'two', clientMessageId: id })
    expect(again).not.toHaveProperty('conversation')
    socket.says({ type: 'ok', id: again.id, conversation: 'c2', seq: 2, at: 'now', duplicate: false })
    await settle()
    expect(socket.of('send').at(-1)).toMatchObject({ text: 'three', conversation: 'c2' })
    expect(states()).toEqual(['two sent', 'three sending'])
  })

  it('reloads by itself when it is there under another epoch, and forgets what was read beyond its end', async () => {
    const first = await talking()
    first.says({ type: 'seen', conversation: C, seq: 2, from: 'agent' })
    first.closes(1012)
    await world.pass(1_000)
    const socket = await welcome({ conversation: C, epoch: 2, seq: 1, recovered: false })
    await bring(socket, event(1, { type: 'opened', buyer: 'b1' }, C, 2))
    expect([own(), chat.readSeq, chat.gone]).toEqual([[], 1, false])
  })
})

describe('sending', () => {
  it('fails after a minute without the network, and goes out again under the same id when it is tapped', async () => {
    (await talking()).closes(1006)
    world.chance = 0.999
    chat.say('two')
    expect(states().at(-1)).toBe('two sending')
    await world.pass(61_000)
    expect(states().at(-1)).toBe('two failed')
    const id = own().at(-1)!.key.slice(1)
    world.networkSays(true)
    const socket = await welcome({ conversation: C, epoch: 1, seq: 2, recovered: true })
    expect(socket.of('send')).toHaveLength(0)
    chat.retry(id)
    expect(socket.of('send')).toMatchObject([{ clientMessageId: id, conversation: C, text: 'two' }])
    socket.says(event(3, said('two', id)))
    expect(states()).toEqual(['one sent', 'two sent'])
  })

  it('fails at once on a page that was replaced, till the buyer goes on there', async () => {
    (await talking()).closes(4104)
    chat.say('two')
    expect(states().at(-1)).toBe('two failed')
    await world.pass(60_000)
    expect(world.sockets).toHaveLength(1)
    chat.retry(own().at(-1)!.key.slice(1))
    const socket = await welcome({ conversation: C, epoch: 1, seq: 2, recovered: true })
    expect(socket.of('send')).toMatchObject([{ text: 'two' }])
  })

  it('is over for a buyer who was blocked, and nothing offers to try again', async () => {
    const socket = await talking()
    chat.say('two')
    socket.closes(4105)
    await settle()
    expect([chat.blocked, states().at(-1)]).toEqual([true, 'two failed'])
    chat.say('three')
    chat.retry(own().at(-1)!.key.slice(1))
    await world.pass(300_000)
    expect(world.sockets).toHaveLength(1)
    expect(states()).toEqual(['one sent', 'two failed'])
  })
})

describe('another page of the same buyer', () => {
  it('shows what is said there, in order and once, and the place in the waiting list', async () => {
    chat.start()
    const socket = await welcome()
    const begun = [event(1, { type: 'opened', buyer: 'b1' }), event(2, said('one'))]
    socket.says(...begun, event(3, { type: 'handed-off', reason: 'asked' }), event(4, { type: 'queued' }),
      { type: 'queue', conversation: C, position: 2, expectedWaitMs: 90_000 })
    await bring(socket, ...begun)
    await bring(socket, event(3, { type: 'handed-off', reason: 'asked' }), event(4, { type: 'queued' }))
    socket.says(event(2, said('one')), event(5, said('two')))
    expect(states()).toEqual(['one sent', 'two sent'])
    expect(chat.queue).toMatchObject({ position: 2, expectedWaitMs: 90_000 })
    expect(chat.thread().phase).toBe('waiting')
  })
})

describe('on the screen', () => {
  let messages: Messages
  const draw = () => messages.render(chat.thread(), 'en')
  const foot = () => messages.element.querySelector('[data-from=buyer]:last-child .foot')!
  const told = () => messages.element.querySelector('[data-testid=yd-told]')!.textContent

  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', class { observe() {} })
    messages = new Messages(chat, translator(texts, 'en'), document.createElement('div'))
    document.body.replaceChildren(messages.element)
  })

  it('each state has words and a mark, and what becomes of a message is told to who does not see it', async () => {
    const socket = await talking()
    chat.say('two')
    draw()
    expect(foot().textContent).toBe('Sending…')
    expect(foot().querySelector('svg')).not.toBeNull()
    await refuse(socket, socket.of('send')[0]!.id, 'invalid')
    draw()
    const button = foot().querySelector('button')!
    expect(button.textContent).toBe('Not sent. Tap to try again')
    expect(button.querySelector('svg')).not.toBeNull()
    expect(told()).toBe('Not sent, you can try again: two')
    expect(messages.element.querySelector('[data-testid=yd-told]')!.getAttribute('role')).toBe('status')
    button.focus()
    button.click()
    draw()
    expect(document.activeElement).toBe(messages.element.querySelector('[data-testid=yd-messages]'))
    const again = socket.of('send')[1]!
    expect(again.clientMessageId).toBe(socket.of('send')[0]!.clientMessageId)
    socket.says({ type: 'ok', id: again.id, conversation: C, seq: 3, at: 'now', duplicate: false })
    await settle()
    draw()
    expect(foot().textContent).toContain('Sent')
    expect(foot().querySelector('.sent svg')).not.toBeNull()
    expect(told()).toBe('Sent after all: two')
  })

  it('a blocked buyer finds no button under a message', async () => {
    const socket = await talking()
    chat.say('two')
    socket.closes(4105)
    await settle()
    draw()
    expect(foot().querySelector('button')).toBeNull()
    expect(foot().textContent).toBe('Not sent')
  })

  it('says that the conversation is gone', async () => {
    (await talking()).closes(1012)
    await world.pass(1_000)
    const socket = await welcome()
    await refuse(socket, socket.of('history')[0]!.id, 'not-found')
    draw()
    const gone = messages.element.querySelector<HTMLElement>('[data-notice=gone]')!
    expect([gone.hidden, gone.textContent]).toEqual([false, texts.en['notice.gone']])
  })
})
