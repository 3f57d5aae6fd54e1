// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { remembered, subject } from './memory'

const visitor = { token: 't', expiresAt: '2027-01-01T00:00:00Z' }

beforeEach(() => {
  vi.restoreAllMocks()
  localStorage.clear()
  sessionStorage.clear()
})

it('keeps the visitor from page to page, for each server of its own', () => {
  remembered('https://a.example').keepVisitor(visitor)
  expect(remembered('https://a.example').visitor()).toEqual(visitor)
  expect(remembered('https://b.example').visitor()).toBeUndefined()
  remembered('https://a.example').keepVisitor(undefined)
  expect(remembered('https://a.example').visitor()).toBeUndefined()
})

it('keeps what belongs to each buyer of the shop apart from the others and from a visitor', () => {
  remembered('https://a.example').keepVisitor(visitor)
  expect(remembered('https://a.example', '10086').visitor()).toBeUndefined()
  remembered('https://a.example', '10086').keepVisitor({ ...visitor, token: 'vouched' })
  expect(remembered('https://a.example').visitor()).toEqual(visitor)
  expect(remembered('https://a.example', '10010').visitor()).toBeUndefined()
  expect(remembered('https://a.example', '10086').visitor()?.token).toBe('vouched')
})

it('reads whom a token names, and of anything else nobody', () => {
  const payload = btoa(JSON.stringify({ sub: '10086-?>', exp: 1 })).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  expect(subject(`h.${payload}.s`)).toBe('10086-?>')
  for (const none of ['', 'x', 'a.b.c', `h.${btoa('{}')}.s`, `h.${btoa('{"sub":1}')}.s`, `h.${btoa('null')}.s`]) {
    expect(subject(none)).toBe('')
  }
})

it('does without storage when the browser forbids it', () => {
  const forbidden = () => {
    throw new DOMException('forbidden', 'SecurityError')
  }
  vi.stubGlobal('localStorage', { getItem: forbidden, setItem: forbidden })
  vi.stubGlobal('sessionStorage', { getItem: forbidden, setItem: forbidden })
  const memory = remembered('https://a.example')
  expect(memory.visitor()).toBeUndefined()
  memory.keepVisitor(visitor)
  memory.open(true)
  expect(memory.visitor()).toEqual(visitor)
  expect(memory.wasOpen()).toBe(true)
  vi.unstubAllGlobals()
})

it('is not misled by what others wrote into it', () => {
  for (const junk of ['{', '7', '{"token":5}', 'null']) {
    localStorage.setItem('yingda:https://a.example:visitor', junk)
    sessionStorage.setItem('yingda:https://a.example:drafts', junk)
    expect(remembered('https://a.example').visitor()).toBeUndefined()
    expect(remembered('https://a.example').drafts()).toEqual([])
  }
})
