import { reactive } from 'vue'
import type { Origin } from './kind'

/** What is being written in each conversation, kept while the agent looks at another. */
export interface Draft {
  text: string
  origin: Origin | null
  note: boolean
}

const drafts = new Map<string, Draft>()

export function draftOf(conversation: string): Draft {
  const known = drafts.get(conversation)
  if (known) return known
  const fresh = reactive<Draft>({ text: '', origin: null, note: false })
  drafts.set(conversation, fresh)
  return fresh
}
