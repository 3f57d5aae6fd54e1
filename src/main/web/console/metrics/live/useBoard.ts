import { computed, onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import { metricsApi } from '../../api/metrics'
import { connection, live } from '../../shell/live'

/** The live shop under one policy: asked for once, then told by frames; asked again after a break of the connection. */
export function useBoard(policy: Ref<string>) {
  const error = shallowRef<unknown>(null)

  const life = new AbortController()

  async function load(): Promise<void> {
    try {
      const board = await metricsApi.live(life.signal)
      if (life.signal.aborted) return
      live.told(board)
      error.value = null
    } catch (failure) {
      error.value = failure
    }
  }
  let leave = () => {}
  onMounted(() => {
    leave = connection.on('ready', () => void load())
    void load()
  })
  onBeforeUnmount(() => {
    leave()
    life.abort()
  })

  const today = computed(() => live.board.value?.policies.find((one) => one.policy === policy.value) ?? null)
  const asOf = computed(() => live.board.value?.asOf ?? null)
  return { today, asOf, error, load }
}
