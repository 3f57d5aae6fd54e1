import { describe, expect, it } from 'vitest'
import { decode, decodeBoard, decodeEvent } from './decode'
import type { EventFrame } from './frames'

const event = { type: 'event', conversation: 'c1', epoch: 1, seq: 3, previous: 2, at: '2026-03-02T01:00:05.120Z' }

function decoded(frame: unknown) {
  const result = decode(JSON.stringify(frame))
  expect(result).toMatchObject({ ok: true })
  return (result as { ok: true; frame: unknown }).frame
}

describe('frames of the server', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '[1]'],
    ['null', 'null'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"surprise"}'],
    ['a missing field', '{"type":"hello","version":1}'],
    ['a wrong type of field', '{"type":"queue","conversation":"c1","position":"2","expectedWaitMs":null}'],
    ['a number that is no count', '{"type":"drain","afterMs":-1}'],
    ['a broken number', '{"type":"drain","afterMs":1.5}'],
    ['an event without a place', '{"type":"event","conversation":"c1","epoch":1,"previous":2,"at":"now","event":{"type":"queued"}}'],
    ['a list that is none', '{"type":"ready","session":"s","who":{"buyer":"b"},"conversations":{}}'],
  ])('are refused with a reason: %s', (_, text) => {
    const result = decode(text)
    expect(result.ok).toBe(false)
    expect((result as { reason: string }).reason).not.toBe('')
  })

  it('may have fields that nobody here knows', () => {
    expect(decoded({ type: 'ping', more: 1 })).toEqual({ type: 'ping' })
  })

  it('treat null as absent', () => {
    expect(decoded({ type: 'error', id: null, code: 'bad-frame', message: 'm', temporary: false }))
      .toEqual({ type: 'error', code: 'bad-frame', message: 'm', temporary: false })
  })
})

describe('an event', () => {
  it('of a newer server keeps its place', () => {
    expect(decoded({ ...event, event: { type: 'waved' } })).toEqual({ ...event, event: { type: 'unknown', name: 'waved' } })
  })

  it('that is damaged keeps its place, and says what is wrong', () => {
    const frame = decoded({ ...event, event: { type: 'assigned' } }) as EventFrame
    expect(frame.seq).toBe(3)
    expect(frame.event).toMatchObject({ type: 'unknown', name: 'assigned', problem: expect.stringContaining('agent') })
    expect(decoded({ ...event, event: 7 })).toMatchObject({ seq: 3, event: { type: 'unknown' } })
  })

  it('of REST is checked in the same way', () => {
    expect(decodeEvent({ ...event, event: { type: 'queued' } })).toEqual({ ok: true, frame: { ...event, event: { type: 'queued' } } })
    expect(decodeEvent({}).ok).toBe(false)
  })
})

describe('the live figures', () => {
  const value = { id: 'a', kind: 'reply-rate', numerator: 1, denominator: 2, value: 0.5, met: null, excluded: {} }
  const open = { conversation: 'c1', buyer: 'b1', agent: null, since: '2026-03-02T01:00:09.000Z', due: [] }
  const today = { policy: 'p', day: '2026-03-02', metrics: [value], byAgent: { lin: [value] }, open: [open] }
  const board = { asOf: '2026-03-02T01:00:20.000Z', policies: [today] }
  const of = (change: object) => ({ ...board, policies: [{ ...today, ...change }] })

  it('are the same on the socket and from REST', () => {
    expect(decoded({ type: 'metrics', ...board })).toEqual({ type: 'metrics', ...board })
    expect(decodeBoard(board)).toEqual({ ok: true, board })
  })

  it('may leave out what was not left out of any figure', () => {
    const { excluded: _, ...bare } = value
    expect(decodeBoard(of({ metrics: [bare] }))).toEqual({ ok: true, board })
  })

  it.each([
    ['no instant', { ...board, asOf: 'now' }, 'asOf'],
    ['a figure of an unknown kind', of({ metrics: [{ ...value, kind: 'luck' }] }), 'kind'],
    ['a figure that is no number', of({ metrics: [{ ...value, value: '50%' }] }), 'value'],
    ['half a round', of({ metrics: [{ ...value, denominator: 1.5 }] }), 'denominator'],
    ['a reason without a count', of({ metrics: [{ ...value, excluded: { flagged: 'one' } }] }), 'excluded.flagged'],
    ['agents that are a list', of({ byAgent: [] }), 'byAgent'],
    ['an agent without figures', of({ byAgent: { lin: 3 } }), 'byAgent.lin'],
    ['a wait that began at no instant', of({ open: [{ ...open, since: '09:00' }] }), 'open[0].since'],
    ['a due that is no instant', of({ open: [{ ...open, due: [{ metric: 'a', at: 'soon' }] }] }), 'due[0].at'],
    ['nothing', null, 'object'],
  ])('are refused, saying where: %s', (_, json, where) => {
    const result = decodeBoard(json)
    expect(result.ok).toBe(false)
    expect((result as { reason: string }).reason).toContain(where)
  })
})
