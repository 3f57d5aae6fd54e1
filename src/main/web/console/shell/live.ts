import { computed, ref, shallowRef } from 'vue'
import { accessApi } from '../api/access'
import { ApiError } from '../api/client'
import { Connection, Refused, type ConnectionState } from '../../shared/connection'
import type { AgentStatus, Board, DeskFrame } from '../../shared/frames'
import { merged } from './board'
import { session } from './session'

/** The agent's one connection to the gateway, and what it tells that all screens share. */

function socketUrl(): string {
  const url = new URL('/ws/agent', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

async function ticket(): Promise<string> {
  try {
    return await accessApi.ticket()
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
      throw new Refused(error.code, error.message, false)
    }
    throw error
  }
}

export const connection = new Connection({ url: socketUrl(), token: ticket })

const state = shallowRef<ConnectionState>(connection.state)
const desk = shallowRef<DeskFrame | null>(null)
/** Who waits and today's figures; null until the first are told. */
const board = shallowRef<Board | null>(null)
/** What this agent chose last; told again after a reconnect, because a server that was restarted does not know it. */
const chosen = ref<AgentStatus | null>(null)
/** Being told again: till that is answered, what the desk says of this agent may be older. */
let telling = false
/** The server's clock less ours. */
let ahead = 0

/** The server’s time now, by which waits are measured. */
const now = ref(Date.now())
setInterval(() => (now.value = Date.now() + ahead), 500)

const status = computed<AgentStatus>(() => {
  const me = session.account.value?.name
  return desk.value?.agents.find((agent) => agent.name === me)?.status ?? chosen.value ?? 'offline'
})

connection.on('state', (next) => (state.value = next))
connection.on('ready', () => {
  if (!chosen.value) return
  telling = true
  void connection.request({ type: 'status', status: chosen.value }).catch(() => {}).finally(() => (telling = false))
})
connection.on('frame', (frame) => {
  if (frame.type === 'desk') {
    ahead = Date.parse(frame.now) - Date.now()
    now.value = Date.parse(frame.now)
    desk.value = frame
    // Chosen in another browser of the same agent: that is what holds now.
    const mine = frame.agents.find((agent) => agent.name === session.account.value?.name)
    if (chosen.value && mine && !telling) chosen.value = mine.status
  } else if (frame.type === 'metrics') {
    live.told(frame)
  }
})
connection.on('problem', (text) => console.warn(`[yingda] ${text}`))

export const live = {
  state,
  desk,
  now,
  status,
  /** How far the server's clock is ahead of ours, in milliseconds. */
  ahead: () => ahead,
  board,

  start(): void {
    connection.start()
  },

  stop(): void {
    connection.close()
    desk.value = null
    board.value = null
    chosen.value = null
  },

  /** What REST or a frame says of the live shop. */
  told(news: Board): void {
    board.value = merged(board.value, news)
  },

  async setStatus(wanted: AgentStatus): Promise<void> {
    telling = true
    try {
      await connection.request({ type: 'status', status: wanted })
      chosen.value = wanted
    } finally {
      telling = false
    }
  },
}
