// What the browser keeps of the buyer, for each server of its own. Storage may be forbidden or full: then a conversation
// lasts as long as the page.

import type { Draft } from './thread'

export interface Visitor {
  token: string
  expiresAt: string
}

export interface Memory {
  visitor(): Visitor | undefined
  keepVisitor(visitor: Visitor | undefined): void
  /** When the buyer or the shop last said something, in epoch milliseconds. */
  lastSpoke(): number
  spoke(at: number): void
  /** Whether the panel was open on the page before, in this tab. */
  wasOpen(): boolean
  open(open: boolean): void
  /** The last event the buyer looked at. */
  seen(): { conversation: string; seq: number } | undefined
  keepSeen(seen: { conversation: string; seq: number }): void
  /** Own messages the server has not confirmed, with their conversation; they outlive a change of page. */
  drafts(): (Draft & { conversation?: string })[]
  keepDrafts(drafts: readonly (Draft & { conversation?: string })[]): void
}

/** Whom a token of the shop's server names; empty if it is none. Only the server checks whether it is true. */
export function subject(identity: string): string {
  try {
    const payload = JSON.parse(atob((identity.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { sub?: unknown }
    return typeof payload.sub === 'string' ? payload.sub : ''
  } catch {
    return ''
  }
}

/** @param whose whom the shop vouches for, empty for a visitor: each has a memory of their own in one browser */
export function remembered(server: string, whose = ''): Memory {
  const key = (what: string) => `yingda:${server}:${whose && `${whose}:`}${what}`
  const pocket = new Map<string, string>()

  function read(storage: () => Storage, what: string): unknown {
    let text: string | null | undefined = pocket.get(key(what))
    try {
      text ??= storage().getItem(key(what))
      return text ? JSON.parse(text) : undefined
    } catch {
      return undefined
    }
  }

  function write(storage: () => Storage, what: string, value: unknown): void {
    const text = JSON.stringify(value ?? null)
    try {
      storage().setItem(key(what), text)
    } catch {
      pocket.set(key(what), text)
    }
  }

  const lasting = () => localStorage
  const passing = () => sessionStorage
  return {
    visitor: () => {
      const kept = read(lasting, 'visitor') as Partial<Visitor> | null | undefined
      return typeof kept?.token === 'string' ? { token: kept.token, expiresAt: String(kept.expiresAt) } : undefined
    },
    keepVisitor: (visitor) => write(lasting, 'visitor', visitor),
    lastSpoke: () => Number(read(lasting, 'spoke')) || 0,
    spoke: (at) => write(lasting, 'spoke', at),
    wasOpen: () => read(passing, 'open') === true,
    open: (open) => write(passing, 'open', open),
    seen: () => {
      const kept = read(lasting, 'seen') as { conversation?: unknown; seq?: unknown } | null | undefined
      return typeof kept?.conversation === 'string' ? { conversation: kept.conversation, seq: Number(kept.seq) || 0 } : undefined
    },
    keepSeen: (seen) => write(lasting, 'seen', seen),
    drafts: () => {
      const kept = read(passing, 'drafts')
      return Array.isArray(kept) ? (kept as Draft[]).filter((one) => typeof one?.clientMessageId === 'string') : []
    },
    keepDrafts: (drafts) => write(passing, 'drafts', drafts),
  }
}
