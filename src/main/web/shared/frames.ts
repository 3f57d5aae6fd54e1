// The frames of the gateway protocol, version 1, as types. What comes from the server is checked by decode.ts.

export const PROTOCOL = 'yingda.v1'
export const VERSION = 1

/** Longest text of a message, in characters (code points). */
export const TEXT_LIMIT = 2000

export type BotKind = 'answer' | 'clarify' | 'greeting' | 'away' | 'notice'
export type AgentKind = 'typed' | 'canned' | 'suggested' | 'assisted' | 'auto'
export type ServiceType = 'routine' | 'complaint' | 'after-sales' | 'refund'
export type Flag = 'spam' | 'abuse' | 'internal' | 'test'
export type AgentStatus = 'online' | 'busy' | 'offline'
export type Phase = 'bot' | 'waiting' | 'served' | 'closed'

export interface Choice {
  entry: string
  question: string
}

/** `account` is shown to agents only; `name` is what buyers call the agent. */
export interface EventAgent {
  name: string
  account?: string
}

export interface BuyerMessage {
  type: 'message'
  from: 'buyer'
  kind: string
  id?: string
  clientMessageId?: string
  text: string
}

export interface BotMessage {
  type: 'message'
  from: 'bot'
  kind: BotKind
  id?: string
  text: string
  /** The seq of the buyer's message this answers. */
  replyTo?: number
  choices: Choice[]
  /** The FAQ entry it was taken from; agents only. */
  entry?: string
}

export interface AgentMessage {
  type: 'message'
  from: 'agent'
  kind: AgentKind
  id?: string
  clientMessageId?: string
  agent: EventAgent
  text: string
}

export type MessageEvent = BuyerMessage | BotMessage | AgentMessage

export type ConversationEvent =
  | MessageEvent
  | { type: 'opened'; buyer: string }
  | { type: 'reopened' }
  | { type: 'handed-off'; reason?: string }
  | { type: 'queued' }
  | { type: 'assigned'; agent: EventAgent }
  | { type: 'transferred'; agent: EventAgent }
  | { type: 'closed'; by: 'buyer' | 'agent' | 'system' }
  | { type: 'rated'; stars: number; of: 'agent' | 'bot'; comment?: string }
  | { type: 'helpful'; seq: number; yes: boolean }
  | { type: 'note'; id?: string; clientMessageId?: string; agent: EventAgent; text: string }
  | { type: 'classified'; serviceType: ServiceType }
  | { type: 'flagged'; reason: Flag }
  /** Of a newer server, or damaged: it has its place in the order and is not shown. */
  | { type: 'unknown'; name: string; problem?: string }

/** What happened, with its place in the conversation. */
export interface EventFrame {
  type: 'event'
  conversation: string
  epoch: number
  seq: number
  /** The seq of the event before it that this client may see; 0 for none. */
  previous: number
  at: string
  event: ConversationEvent
}

/** One line of a list of conversations, for agents. */
export interface Summary {
  conversation: string
  buyer: string
  buyerName: string
  /** Whether the staff will not have the buyer back. */
  blocked: boolean
  phase: Phase
  agent: { name: string; displayName: string } | null
  reason: string | null
  openedAt: string
  lastAt: string
  lastText: string | null
  lastFrom: 'buyer' | 'bot' | 'agent' | null
  waitingSince: string | null
  dueAt: string | null
  stars: number | null
  epoch: number
  seq: number
  position?: number
}

export interface Colleague {
  name: string
  displayName: string
  status: AgentStatus
  serving: number
}

export interface HelloFrame {
  type: 'hello'
  version: number
  heartbeatMs: number
  maxFrameBytes: number
  maxUnacked: number
}

export interface ReadyConversation {
  conversation: string
  epoch: number
  seq: number
  recovered: boolean
}

export interface ReadyFrame {
  type: 'ready'
  /** Said at the next `auth`: the server then lets go of the socket that this client has lost. */
  session: string
  who: { buyer: string } | { agent: { name: string; displayName: string }; role?: string }
  conversations: ReadyConversation[]
}

/** The answer to a request; which fields there are depends on what was asked. */
export interface Suggestion extends Choice {
  answer?: string
  /** 0 to 1. */
  confidence?: number
}

export interface OkFrame {
  type: 'ok'
  id: number
  conversation?: string
  epoch?: number
  seq?: number
  at?: string
  duplicate?: boolean
  events?: EventFrame[]
  /** Of `suggest`: questions for a buyer; for an agent with the answer, and how sure it is. */
  items?: Suggestion[]
}

export interface ErrorFrame {
  type: 'error'
  id?: number
  code: string
  message: string
  temporary: boolean
  retryAfterMs?: number
}

export interface QueueFrame {
  type: 'queue'
  conversation: string
  position: number
  expectedWaitMs: number | null
}

export interface DeskFrame {
  type: 'desk'
  now: string
  waiting: Summary[]
  mine: Summary[]
  agents: Colleague[]
}

export interface TypingFrame {
  type: 'typing'
  conversation: string
  from?: 'buyer' | 'agent'
}

export interface SeenFrame {
  type: 'seen'
  conversation: string
  seq: number
  from?: 'buyer' | 'agent'
}

export type MetricKind = 'reply-rate' | 'mean-wait' | 'percentile-wait' | 'satisfaction' | 'answer-ratio'

/** A figure of the response metrics, and what it is made of. */
export interface MetricValue {
  id: string
  kind: MetricKind
  numerator: number | null
  denominator: number
  value: number | null
  /** null: no target, or no value. */
  met: boolean | null
  /** How many were left out, by the reason. */
  excluded: Record<string, number>
}

/** A buyer to whom people owe an answer now. */
export interface OpenRound {
  conversation: string
  buyer: string
  agent: string | null
  since: string
  /** `at`: the last instant in time; null: never, such as outside the hours of business. */
  due: { metric: string; at: string | null }[]
}

/** Today under one policy. `day` is the local date in the policy's time zone. */
export interface LivePolicy {
  policy: string
  day: string
  metrics: MetricValue[]
  byAgent: Record<string, MetricValue[]>
  /** The earliest due first. */
  open: OpenRound[]
}

/** The live shop under every policy in force. */
export interface Board {
  asOf: string
  policies: LivePolicy[]
}

export type MetricsFrame = { type: 'metrics' } & Board

export type ServerFrame =
  | HelloFrame
  | ReadyFrame
  | OkFrame
  | EventFrame
  | ErrorFrame
  | QueueFrame
  | DeskFrame
  | TypingFrame
  | SeenFrame
  | { type: 'caught-up'; conversation: string }
  | MetricsFrame
  | { type: 'drain'; afterMs: number }
  | { type: 'ping' }
  | { type: 'pong' }

/** A place in a conversation: the last event shown. */
export interface Position {
  conversation: string
  epoch: number
  seq: number
}

/** What is sent to be answered by `ok` or `error`; the connection gives the id. */
export type Request =
  | { type: 'history'; conversation: string; before?: number; after?: number; limit?: number }
  | { type: 'hand-off'; conversation?: string }
  | { type: 'rate'; conversation: string; stars: number; comment?: string; of?: 'agent' | 'bot' }
  | { type: 'helpful'; conversation: string; seq: number; yes: boolean }
  | { type: 'suggest'; text: string; about?: About }
  | { type: 'take'; conversation?: string }
  | { type: 'release' | 'close' | 'reopen' | 'watch' | 'unwatch'; conversation: string }
  | { type: 'transfer'; conversation: string; to: string }
  | { type: 'status'; status: AgentStatus }
  | { type: 'classify'; conversation: string; serviceType: ServiceType }
  | { type: 'flag'; conversation: string; reason: Flag }

/** Longest name of an entry, a product or an order state, in characters. */
export const NAME_LIMIT = 100

/** What the shop's page shows, in the shop's own names. */
export interface About {
  product?: string
  orderState?: string
}

export interface SendFrame {
  type: 'send'
  id: number
  conversation?: string
  clientMessageId: string
  text: string
  /** Of buyers: the entry whose question was tapped. */
  entry?: string
  /** Of buyers: what the shop's page shows. */
  about?: About
  /** Of agents. */
  kind?: 'typed' | 'canned' | 'suggested'
  visibility?: 'note'
}

/** Passing signs: may be lost, never stored. */
export type Sign = { type: 'typing'; conversation: string } | { type: 'seen'; conversation: string; seq: number }

export type ClientFrame =
  | { type: 'auth'; token: string; session?: string; resume?: Position[] }
  | SendFrame
  | (Request & { id: number })
  | Sign
  | { type: 'ack'; conversation: string; seq: number }
  | { type: 'ping' }
  | { type: 'pong' }
