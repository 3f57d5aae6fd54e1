// The frames of the protocol as they stand in src/test/resources/frames, one a file: the server's GoldenFramesTest reads and
// writes exactly these, and here the web client is held to them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mayReconnect } from './connection'
import { decode } from './decode'
import type { ClientFrame, ServerFrame } from './frames'

const FOLDER = join(fileURLToPath(new URL('.', import.meta.url)), '../../../test/resources/frames')

type Json = Record<string, unknown>

function read(side: 'client' | 'server'): [string, Json][] {
  return readdirSync(join(FOLDER, side)).sort()
    .map((file) => [file, JSON.parse(readFileSync(join(FOLDER, side, file), 'utf8')) as Json])
}

/** What of `whole` is not in `part`, by its path. What is null may be left out. */
function lost(whole: unknown, part: unknown, path = 'frame'): string[] {
  if (typeof whole === 'object' && whole !== null) {
    return Object.entries(whole).flatMap(([key, value]) => lost(value, (part as Json | undefined)?.[key], `${path}.${key}`))
  }
  return whole === part || (whole === null && part === undefined) ? [] : [path]
}

/** Of each type of frame, as the compiler knows it from frames.ts. */
type OfType<T, F = ClientFrame> = F extends { type: string } ? (T extends F['type'] ? F : never) : never
type Written = { [T in ClientFrame['type']]: { [K in keyof OfType<T>]-?: undefined extends OfType<T>[K] ? 'may' : 'must' } }

const must = 'must'
const may = 'may'
const request = { type: must, id: must } as const
const inConversation = { ...request, conversation: must } as const

const CLIENT: Written = {
  auth: { type: must, token: must, session: may, resume: may },
  send: { ...request, conversation: may, clientMessageId: must, text: must, entry: may, about: may, kind: may, visibility: may },
  ack: { type: must, conversation: must, seq: must },
  history: { ...inConversation, before: may, after: may, limit: may },
  'hand-off': { ...request, conversation: may },
  rate: { ...inConversation, stars: must, comment: may, of: may },
  helpful: { ...inConversation, seq: must, yes: must },
  suggest: { ...request, text: must, about: may },
  take: { ...request, conversation: may },
  release: inConversation,
  transfer: { ...inConversation, to: must },
  close: inConversation,
  reopen: inConversation,
  status: { ...request, status: must },
  classify: { ...inConversation, serviceType: must },
  flag: { ...inConversation, reason: must },
  watch: inConversation,
  unwatch: inConversation,
  typing: { type: must, conversation: must },
  seen: { type: must, conversation: must, seq: must },
  ping: { type: must },
  pong: { type: must },
}

/** Every type there is; the compiler sees to it that none is left out. */
const SERVER: Record<ServerFrame['type'], true> = {
  hello: true, ready: true, ok: true, event: true, error: true, queue: true, desk: true, typing: true, seen: true,
  'caught-up': true, metrics: true, drain: true, ping: true, pong: true,
}

describe('what the server sends', () => {
  const files = read('server')

  it.each(files)('%s is understood, and nothing of it is lost', (_, frame) => {
    const result = decode(JSON.stringify(frame))
    expect(result).toMatchObject({ ok: true })
    const decoded = (result as { ok: true; frame: ServerFrame }).frame
    expect(lost(frame, decoded)).toEqual([])
    expect(JSON.stringify(decoded)).not.toContain('"unknown"')
  })

  it('has a file for every type', () => {
    expect([...new Set(files.map(([, frame]) => frame.type))].sort()).toEqual(Object.keys(SERVER).sort())
  })
})

describe('what a client sends', () => {
  const files = read('client')

  it.each(files)('%s has the fields that the client writes', (_, frame) => {
    const fields: Record<string, string> | undefined = CLIENT[frame.type as ClientFrame['type']]
    expect(fields, `no frame of type ${String(frame.type)}`).toBeDefined()
    expect(Object.keys(frame).filter((key) => !fields?.[key])).toEqual([])
    expect(Object.keys(fields ?? {}).filter((key) => fields?.[key] === must && !(key in frame))).toEqual([])
  })

  it('has a file for every type and every field', () => {
    const written = (type: string) => files.filter(([, frame]) => frame.type === type).flatMap(([, frame]) => Object.keys(frame))
    for (const [type, fields] of Object.entries(CLIENT)) {
      expect([...new Set(written(type))].sort(), type).toEqual(Object.keys(fields).sort())
    }
  })
})

it('of each close code the client knows what the document says: whether to come back', () => {
  const document = JSON.parse(readFileSync(join(FOLDER, '../../../main/resources/asyncapi.json'), 'utf8')) as {
    'x-close-codes': { code: number; reconnect: boolean }[]
  }
  const codes = document['x-close-codes']
  expect(codes.length).toBeGreaterThan(10)
  for (const { code, reconnect } of codes) {
    expect(mayReconnect(code), String(code)).toBe(reconnect)
  }
})
