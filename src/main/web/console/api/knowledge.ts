import { api, part, type FieldProblem, type Words } from './client'

export type EntryState = 'published' | 'changed' | 'new' | 'disabled'

/** How an entry's question and phrasings are compared with what a buyer writes. */
export type Mode = 'smart' | 'contains' | 'exact'

/** Where something is used; null and empty mean anywhere. */
export interface When {
  /** The first day. */
  from: string | null
  /** The last day. */
  until: string | null
  /** `09:00-18:00` or `mon,fri 22:00-06:00`. */
  hours: string | null
  products: string[]
  orderStates: string[]
}

export interface Conditions extends When {
  mode: Mode
  /** A question that contains one of these never gets the entry. */
  not: string[]
  /** Other answers; the first that holds counts. */
  variants: { when: When; answer: string }[]
}

export interface EntryFields {
  topic: string
  question: string
  phrasings: string[]
  answer: string
  smallTalk: boolean
  /** Kept as they are if not given. */
  conditions?: Conditions
}

export interface Entry extends EntryFields {
  id: string
  conditions: Conditions
  disabled: boolean
  revision: number
  publishedRevision: number | null
  state: EntryState
  updatedAt: string
  updatedBy: string
  answerFilled?: string
}

export interface Topic {
  id: string
  title: Words
  count: number
}

export interface EntryPage {
  entries: Entry[]
  total: number
  page: number
  size: number
  topics: Topic[]
  unpublished: number
}

export interface Revision {
  revision: number
  at: string
  by: string
  action: 'created' | 'edited' | 'disabled' | 'enabled' | 'restored' | 'imported'
  entry: EntryFields & { disabled: boolean; conditions: Conditions }
}

export interface DraftChange {
  entry: string
  question: string
  change: 'added' | 'edited' | 'disabled' | 'enabled'
}

export interface Draft {
  changes: DraftChange[]
  /** The shop's facts differ from the published ones. */
  factsChanged?: boolean
  published: { version: number | string; at: string | null; by: string | null; entries: number; phrasings: number } | null
}

export interface Match {
  entry: string
  question: string
  phrasing: string
  score: number
  confidence: number
}

export interface Trial {
  /** What the bot would do, by which rule, and what that rule says. */
  decision: { kind: 'answer' | 'clarify' | 'hand-off' | 'silent'; rule: string; sentence: Words }
  /** What the rule looked at. */
  why: Words
  matches: Match[]
}

export interface Missed {
  id: string
  question: string
  count: number
  lastAt: string
  conversation: string
  seq: number
  reason: string
  nearest: { entry: string; question: string; confidence: number } | null
  state: 'open' | 'added' | 'dismissed'
  entry: string | null
}

export type Settings = Record<string, string>
export type Saved = { entry: Entry; warnings?: FieldProblem[] }

const entry = (id: string) => `/knowledge/entries/${part(id)}`

export const knowledgeApi = {
  entries: (query: { q?: string; topic?: string; state?: string; page?: number; size?: number }, signal?: AbortSignal) =>
    api.get<EntryPage>('/knowledge/entries', query, signal),
  entry: (id: string) => api.get<{ entry: Entry }>(entry(id)).then((r) => r.entry),
  revisions: (id: string) => api.get<{ revisions: Revision[] }>(entry(id) + '/revisions').then((r) => r.revisions),
  create: (fields: EntryFields & { id?: string; fromMissed?: Missed['id'] }) =>
    api.post<Saved>('/knowledge/entries', fields),
  save: (id: string, fields: EntryFields & { revision: number; fromMissed?: Missed['id'] }) =>
    api.put<Saved>(entry(id), fields),
  disable: (id: string) => api.post<Saved>(entry(id) + '/disable').then((r) => r.entry),
  enable: (id: string) => api.post<Saved>(entry(id) + '/enable').then((r) => r.entry),
  restore: (id: string, revision: number) =>
    api.post<Saved>(entry(id) + '/restore', { revision }).then((r) => r.entry),
  draft: () => api.get<Draft>('/knowledge/draft'),
  publish: () =>
    api.post<{ version: number | string; at: string; entries: number; phrasings: number; changes: number }>('/knowledge/publish'),
  attempt: (question: string, draft: boolean) => api.post<Trial>('/knowledge/try', { question, draft }),
  settings: () => api.get<{ settings: Settings }>('/knowledge/settings').then((r) => r.settings),
  saveSettings: (settings: Settings) =>
    api.put<{ settings: Settings }>('/knowledge/settings', { settings }).then((r) => r.settings),
  missed: (state: 'open' | 'done', limit = 100) =>
    api.get<{ missed: Missed[] }>('/knowledge/missed', { state, limit }).then((r) => r.missed),
  dismiss: (id: Missed['id']) => api.post<{ missed: Missed }>(`/knowledge/missed/${part(id)}/dismiss`),
  reopen: (id: Missed['id']) => api.post<{ missed: Missed }>(`/knowledge/missed/${part(id)}/reopen`),
}
