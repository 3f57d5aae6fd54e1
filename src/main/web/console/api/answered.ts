import { api, part } from './client'

export type AnsweredState = 'open' | 'right' | 'wrong'

/** A question of a buyer that the bot answered. */
export interface Answered {
  conversation: string
  /** Of the answer. */
  seq: number
  asked: number
  question: string
  at: string
  entry: string
  /** The entry's question; null when it is not published any more. */
  title: string | null
  answer: string
  /** As it would be now; null when the entry would not come into question. */
  confidence: number | null
  verdict: { right: boolean; entry: string | null; title: string | null; at: string; by: string } | null
}

type Where = Pick<Answered, 'conversation' | 'seq'>
const at = ({ conversation, seq }: Where) => `/knowledge/answered/${part(conversation)}/${seq}`

export const answeredApi = {
  list: (state: AnsweredState, signal?: AbortSignal) =>
    api.get<{ answered: Answered[] }>('/knowledge/answered', { state, limit: 100 }, signal).then((r) => r.answered),
  judge: (one: Where, verdict: { right: boolean; entry?: string }) =>
    api.post<{ answered: Answered }>(`${at(one)}/judge`, verdict),
  withdraw: (one: Where) => api.post<{ answered: Answered }>(`${at(one)}/withdraw`),
  csv: '/api/v1/knowledge/verdicts.csv',
}
