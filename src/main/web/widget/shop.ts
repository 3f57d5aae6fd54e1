// What the widget asks by REST: the shop's own words, and the visitor's token.

import { Refused } from '../shared/connection'
import type { Choice } from '../shared/frames'
import type { Language } from '../shared/i18n'
import type { Memory, Visitor } from './memory'

export interface ShopConfig {
  name: string
  hours: string
  greeting: Partial<Record<Language, string>>
  hot: Choice[]
}

const RENEW_MS = 7 * 86_400_000
/** A token that the shop vouches for is used as long as it may do. */
const SOON_MS = 60_000

type Json = Record<string, unknown>

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The shop's name, hours, greeting and hot questions, or nothing when they cannot be had. */
export async function fetchConfig(server: string): Promise<ShopConfig | undefined> {
  try {
    const response = await fetch(`${server}/api/v1/widget-config`, { credentials: 'omit' })
    if (!response.ok) {
      return undefined
    }
    const config = object(await response.json())
    const shop = object(config['shop'])
    const greeting = object(config['greeting'])
    const hot = Array.isArray(config['hotQuestions']) ? config['hotQuestions'].map(object) : []
    return {
      name: text(shop['name']),
      hours: text(shop['hours']),
      greeting: { 'zh-CN': text(greeting['zh-CN']), en: text(greeting['en']) },
      hot: hot.map((one) => ({ entry: text(one['entry']), question: text(one['question']) })).filter((one) => one.question),
    }
  } catch {
    return undefined
  }
}

/**
 * The kept token, a renewed one when it will soon run out, or that of a new visitor. One by which the shop vouches is
 * the shop's to renew.
 *
 * @param identity the token of the shop's server; empty for a visitor
 */
export async function visitorToken(server: string, memory: Memory, fresh: boolean, identity = ''): Promise<string> {
  const kept = memory.visitor()
  if (kept && !fresh && !(Date.parse(kept.expiresAt) - Date.now() < (identity ? SOON_MS : RENEW_MS))) {
    return kept.token
  }
  if (identity) {
    const visitor = await newVisitor(server, { identity })
    memory.keepVisitor(visitor)
    return visitor.token
  }
  try {
    const visitor = await newVisitor(server, kept ? { token: kept.token } : {})
    memory.keepVisitor(visitor)
    return visitor.token
  } catch (e) {
    if (kept && e instanceof Refused && !e.temporary) {
      memory.keepVisitor(undefined)
      return visitorToken(server, memory, true)
    }
    throw e
  }
}

async function newVisitor(server: string, body: { token?: string; identity?: string }): Promise<Visitor> {
  const response = await fetch(`${server}/api/v1/visitors`, {
    method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  })
  if (!response.ok) {
    const seconds = Number(response.headers.get('Retry-After'))
    const temporary = response.status === 429 || response.status >= 500
    throw new Refused(String(response.status), 'no visitor token', temporary, seconds > 0 ? seconds * 1_000 : undefined)
  }
  const visitor = object(await response.json())
  return { token: text(visitor['token']), expiresAt: text(visitor['expiresAt']) }
}
