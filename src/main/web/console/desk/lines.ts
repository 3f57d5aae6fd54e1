import type { ConversationEvent, EventFrame } from '../../shared/frames'

/** The rows of a transcript on the screen: days, bubbles, and lines in between. Pure. */

export type From = 'buyer' | 'bot' | 'agent' | 'note'

export interface Bubble {
  row: 'bubble'
  key: string
  from: From
  kind: string
  text: string
  at: string
  seq: number
  /** Of agents and notes. */
  author: string
  choices: { entry: string; question: string }[]
  entry: string | null
  /** Follows one of the same author within two minutes: needs no name again. */
  follows: boolean
  /** What the buyer said of this bot answer. */
  helpful: boolean | null
}

export interface Line {
  row: 'line'
  key: string
  seq: number
  at: string
  /** The key of its words, with what they need. */
  words: string
  values: Record<string, string | number>
  /** A new session starts here. */
  cut: boolean
}

export interface Day {
  row: 'day'
  key: string
  at: string
}

export type Row = Bubble | Line | Day

const TOGETHER_MS = 120_000

function bubble(frame: EventFrame): Bubble | null {
  const { event, seq, at } = frame
  const base = {
    row: 'bubble' as const, key: `e${seq}`, at, seq, author: '', choices: [], entry: null, follows: false, helpful: null,
  }
  if (event.type === 'note') return { ...base, from: 'note', kind: 'note', text: event.text, author: event.agent.name }
  if (event.type !== 'message') return null
  switch (event.from) {
    case 'buyer': return { ...base, from: 'buyer', kind: event.kind, text: event.text }
    case 'bot': return { ...base, from: 'bot', kind: event.kind, text: event.text, choices: event.choices ?? [], entry: event.entry ?? null }
    case 'agent': return { ...base, from: 'agent', kind: event.kind, text: event.text, author: event.agent.name }
  }
}

function line(event: ConversationEvent): { words: string; values: Line['values']; cut?: boolean } | null {
  switch (event.type) {
    case 'opened': return { words: 'opened', values: {}, cut: true }
    case 'reopened': return { words: 'reopened', values: {}, cut: true }
    case 'handed-off': return { words: 'handedOff', values: { reason: event.reason ?? '' } }
    case 'queued': return { words: 'queued', values: {} }
    case 'assigned': return { words: 'assigned', values: { name: event.agent.name } }
    case 'transferred': return { words: 'transferred', values: { name: event.agent.name } }
    case 'closed': return { words: `closed.${event.by}`, values: {} }
    case 'rated': return { words: 'rated', values: { stars: event.stars, comment: event.comment ?? '' } }
    case 'classified': return { words: 'classified', values: { type: event.serviceType } }
    case 'flagged': return { words: 'flagged', values: { flag: event.reason } }
    case 'message':
    case 'note':
    case 'helpful':
    case 'unknown':
      return null
  }
}

export function rowsOf(events: readonly EventFrame[]): Row[] {
  const rows: Row[] = []
  const bots = new Map<number, Bubble>()
  let day = ''
  let last: Bubble | null = null
  for (const frame of events) {
    if (frame.event.type === 'helpful') {
      const answer = bots.get(frame.event.seq)
      if (answer) answer.helpful = frame.event.yes
      continue
    }
    const shown = bubble(frame)
    const said = shown ? null : line(frame.event)
    if (!shown && !said) continue
    const date = new Date(frame.at).toDateString()
    if (date !== day) {
      rows.push({ row: 'day', key: `d${frame.seq}`, at: frame.at })
      day = date
      last = null
    }
    if (shown) {
      shown.follows = last !== null && last.from === shown.from && last.author === shown.author && last.kind === shown.kind
        && Date.parse(shown.at) - Date.parse(last.at) < TOGETHER_MS
      if (shown.from === 'bot') bots.set(shown.seq, shown)
      rows.push(shown)
      last = shown
    } else if (said) {
      rows.push({ row: 'line', key: `e${frame.seq}`, seq: frame.seq, at: frame.at, cut: false, ...said })
      last = null
    }
  }
  return rows
}
