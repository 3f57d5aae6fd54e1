import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { conversationsApi, type Summary } from '../api/conversations'
import { connection, live } from '../shell/live'
import { session } from '../shell/session'
import { upToDate } from './facts'
import { byLongestWait, byNeed } from './order'
import { desk, type Transcript } from './transcripts'

export interface Selection {
  summary: Summary | null
  transcript: Transcript | null
  mine: boolean
  waiting: boolean
}

/** The desk: who waits, whom I serve, which conversation is open. The open one is in the address. */
export function useDesk() {
  const route = useRoute()
  const router = useRouter()
  const waiting = computed(() => byLongestWait(live.desk.value?.waiting ?? []))
  const mine = computed(() => byNeed(live.desk.value?.mine ?? []))
  const selected = computed(() => (typeof route.query['c'] === 'string' ? route.query['c'] : null))

  /** Of one that is in neither list (closed, passed on, a colleague's): what was known last, or what REST says. */
  const remembered = shallowRef<Summary | null>(null)

  watch(selected, async (id) => {
    desk.show(id)
    if (!id || remembered.value?.conversation === id) return
    remembered.value = null
    const listed = find(id)
    if (listed) {
      remembered.value = listed
      return
    }
    try {
      const { conversation } = await conversationsApi.open(id)
      if (selected.value === id && !find(id)) remembered.value = conversation
    } catch {
      // The socket's own refusal says why there is nothing to see.
    }
  }, { immediate: true })

  watch([waiting, mine], () => {
    const listed = selected.value ? find(selected.value) : undefined
    if (listed) remembered.value = listed
  })

  function find(id: string): Summary | undefined {
    return mine.value.find((row) => row.conversation === id) ?? waiting.value.find((row) => row.conversation === id)
  }

  const selection: ComputedRef<Selection> = computed(() => {
    const id = selected.value
    if (!id) return { summary: null, transcript: null, mine: false, waiting: false }
    const transcript = desk.transcripts.get(id) ?? null
    const listed = find(id)
    const known = listed ?? (remembered.value?.conversation === id ? remembered.value : null)
    const summary = known ? upToDate(known, transcript?.events ?? []) : null
    const me = session.account.value?.name
    return {
      summary,
      transcript,
      mine: summary?.phase === 'served' && summary.agent?.name === me,
      waiting: summary?.phase === 'waiting',
    }
  })

  function select(id: string | null): void {
    void router.replace({ name: 'desk', query: id ? { c: id } : {} })
  }

  /** Takes this one, or who has waited longest; opens it. */
  async function take(conversation?: string): Promise<void> {
    const ok = await connection.request(conversation ? { type: 'take', conversation } : { type: 'take' })
    const taken = ok.conversation ?? conversation
    if (taken) select(taken)
  }

  /** Whether the open one's buyer is blocked was changed here; of those in the lists the server tells. */
  function blocked(is: boolean): void {
    if (remembered.value) remembered.value = { ...remembered.value, blocked: is }
  }

  return { waiting, mine, selected, selection, select, take, blocked }
}
