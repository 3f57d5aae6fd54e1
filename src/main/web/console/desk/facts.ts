import type { EventFrame, Flag, Phase, ServiceType, Summary } from '../../shared/frames'

/** What the events of a conversation say about it. Pure. */

/** The summary brought up to date with events that came after it. */
export function upToDate(summary: Summary, events: readonly EventFrame[]): Summary {
  const next = { ...summary }
  for (const frame of events) {
    if (frame.epoch !== summary.epoch || frame.seq <= summary.seq) continue
    const event = frame.event
    next.seq = frame.seq
    next.lastAt = frame.at
    switch (event.type) {
      case 'message':
        next.lastText = event.text
        next.lastFrom = event.from
        if (event.from === 'buyer') next.waitingSince ??= next.phase === 'bot' ? null : frame.at
        if (event.from === 'agent') next.waitingSince = null
        break
      case 'opened':
      case 'reopened':
        next.phase = 'bot'
        next.agent = null
        next.waitingSince = null
        break
      case 'queued':
        next.phase = 'waiting'
        next.agent = null
        break
      case 'assigned':
      case 'transferred':
        next.phase = 'served'
        next.agent = { name: event.agent.account ?? event.agent.name, displayName: event.agent.name }
        break
      case 'closed':
        next.phase = 'closed'
        next.waitingSince = null
        break
      case 'rated':
        next.stars = event.stars
        break
      case 'handed-off':
        next.reason = event.reason ?? null
        break
      case 'helpful':
      case 'note':
      case 'classified':
      case 'flagged':
      case 'unknown':
        break
    }
  }
  return next
}

export interface Facts {
  serviceType: ServiceType
  flag: Flag | null
  /** Why the bot gave it to people, the last time. */
  reason: string | null
  /** FAQ entries the bot answered from, each once. */
  entries: { entry: string; seq: number; text: string }[]
  /** Sessions that are seen: the starts of `opened` and `reopened`. */
  sessions: { at: string; seq: number }[]
  /** The buyer's latest words. */
  lastQuestion: { seq: number; text: string } | null
}

export function factsOf(events: readonly EventFrame[]): Facts {
  const facts: Facts = { serviceType: 'routine', flag: null, reason: null, entries: [], sessions: [], lastQuestion: null }
  for (const { event, at, seq } of events) {
    if (event.type === 'classified') facts.serviceType = event.serviceType
    else if (event.type === 'flagged') facts.flag = event.reason
    else if (event.type === 'handed-off') facts.reason = event.reason ?? null
    else if (event.type === 'opened' || event.type === 'reopened') facts.sessions.push({ at, seq })
    else if (event.type === 'message' && event.from === 'buyer') facts.lastQuestion = { seq, text: event.text }
    else if (event.type === 'message' && event.from === 'bot' && event.entry) {
      const entry = event.entry
      if (!facts.entries.some((one) => one.entry === entry)) facts.entries.push({ entry, seq, text: event.text })
    }
  }
  return facts
}

/** What the buyer asked since the last reply of a person, as one text to look up an answer for. */
export function openQuestion(events: readonly EventFrame[], phase: Phase): { seq: number; text: string } | null {
  if (phase === 'closed') return null
  for (let i = events.length - 1; i >= 0; i--) {
    const { event, seq } = events[i]!
    if (event.type !== 'message') continue
    if (event.from === 'agent') return null
    if (event.from === 'buyer') return { seq, text: event.text }
  }
  return null
}
