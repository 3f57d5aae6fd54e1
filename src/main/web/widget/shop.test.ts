// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { remembered } from './memory'
import { visitorToken } from './shop'

const SERVER = 'http://shop'
const NOW = Date.parse('2026-03-02T01:00:00Z')
const asked: unknown[] = []

function answers(status: number, token = 'new', expiresAt = '2026-03-02T02:00:00Z'): void {
  vi.stubGlobal('fetch', (_: string, request: { body: string }) => {
    asked.push(JSON.parse(request.body))
    return Promise.resolve(new Response(JSON.stringify({ token, expiresAt }), { status }))
  })
}

beforeEach(() => {
  localStorage.clear()
  asked.length = 0
  vi.useFakeTimers({ now: NOW })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('uses what the shop vouches for as long as it holds, and then has the shop vouch anew', async () => {
  const memory = remembered(SERVER, '10086')
  answers(201)
  expect(await visitorToken(SERVER, memory, false, 'jwt 1')).toBe('new')
  vi.setSystemTime(NOW + 58 * 60_000)
  expect(await visitorToken(SERVER, memory, false, 'jwt 2')).toBe('new')
  expect(asked).toEqual([{ identity: 'jwt 1' }])
  vi.setSystemTime(NOW + 59 * 60_000 + 1)
  answers(201, 'newer')
  expect(await visitorToken(SERVER, memory, false, 'jwt 3')).toBe('newer')
  expect(await visitorToken(SERVER, memory, true, 'jwt 4')).toBe('newer')
  expect(asked).toEqual([{ identity: 'jwt 1' }, { identity: 'jwt 3' }, { identity: 'jwt 4' }])
})

it('never makes a visitor of a buyer whom the shop no longer vouches for', async () => {
  const memory = remembered(SERVER, '10086')
  answers(401)
  await expect(visitorToken(SERVER, memory, false, 'stale')).rejects.toMatchObject({ code: '401', temporary: false })
  expect(asked).toEqual([{ identity: 'stale' }])
})

it('renews the token of a visitor a week before it runs out', async () => {
  const memory = remembered(SERVER)
  memory.keepVisitor({ token: 'old', expiresAt: new Date(NOW + 7 * 86_400_000).toISOString() })
  answers(201)
  expect(await visitorToken(SERVER, memory, false)).toBe('old')
  vi.setSystemTime(NOW + 1)
  expect(await visitorToken(SERVER, memory, false)).toBe('new')
  expect(asked).toEqual([{ token: 'old' }])
})
