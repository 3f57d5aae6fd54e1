import { onMounted, ref, shallowRef } from 'vue'

/** A long list that is fetched page by page. */
export function useList<T>(fetch: (offset: number, limit: number) => Promise<{ rows: T[]; total: number }>, size = 50) {
  const rows = shallowRef<T[]>([])
  const total = ref(0)
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  let turn = 0

  async function load(anew: boolean): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const page = await fetch(anew ? 0 : rows.value.length, size)
      if (mine !== turn) return
      rows.value = anew ? page.rows : [...rows.value, ...page.rows]
      total.value = page.total
      error.value = null
    } catch (failure) {
      if (mine === turn) error.value = failure
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  onMounted(() => load(true))
  return { rows, total, busy, error, load }
}
