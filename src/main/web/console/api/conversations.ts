import type { AgentStatus, Colleague, EventFrame, Phase, Summary } from '../../shared/frames'
import { api, part } from './client'

export type { AgentStatus, Colleague, Phase, Summary }

export interface QuickPhrase {
  shortcut: string
  text: string
}

export interface BlockedBuyer {
  buyer: string
  buyerName: string
  reason: string
  /** The account that did it. */
  by: string
  at: string
}

export type Scope = 'mine' | 'all'

export const conversationsApi = {
  list: (scope: Scope, q: string, before: string | null, limit = 50, signal?: AbortSignal) =>
    api.get<{ conversations: Summary[] }>('/conversations', { scope, q, before, limit }, signal)
      .then((r) => r.conversations),
  /** The conversations of one buyer that this agent may see. */
  ofBuyer: (buyer: string) =>
    api.get<{ conversations: Summary[] }>('/conversations', { scope: 'mine', buyer, limit: 20 }).then((r) => r.conversations),
  open: (id: string, signal?: AbortSignal) =>
    api.get<{ conversation: Summary; events: EventFrame[] }>(`/conversations/${part(id)}`, {}, signal),
  quickPhrases: () => api.get<{ canned: QuickPhrase[] }>('/canned').then((r) => r.canned),
  saveQuickPhrases: (canned: QuickPhrase[]) =>
    api.put<{ canned: QuickPhrase[] }>('/canned', { canned }).then((r) => r.canned),
  blocked: () => api.get<{ blocked: BlockedBuyer[] }>('/blocked-buyers').then((r) => r.blocked),
  block: (conversation: string, reason: string) => api.post<void>('/blocked-buyers', { conversation, reason }),
  unblock: (buyer: string) => api.delete<void>(`/blocked-buyers/${part(buyer)}`),
  agents: () => api.get<{ agents: Colleague[] }>('/agents').then((r) => r.agents),
}
