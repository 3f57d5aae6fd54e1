import { ref, shallowRef } from 'vue'

/** The rows and those of the next page, without what is there already: new ones at the front shift the pages. */
export function joined<T>(rows: readonly T[], page: readonly T[], key: (row: T) => string): T[] {
  const known = new Set(rows.map(key))
  return [...rows, ...page.filter((row) => !known.has(key(row)))]
}

interface Listing<T> {
  fetch(offset: number, limit: number): Promise<{ rows: T[]; total: number }>
  /** Tells rows apart. */
  key(row: T): string
}

const PAGE = 50

/** A long list that is fetched page by page. */
export function useList<T>({ fetch, key }: Listing<T>) {
  const rows = shallowRef<T[]>([])
  const total = ref(0)
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  let asked = 0
  let turn = 0

  async function load(anew: boolean): Promise<void> {
    const mine = ++turn
    busy.value = true
    if (anew) asked = 0
    try {
      const page = await fetch(asked, PAGE)
      if (mine !== turn) return
      asked += page.rows.length
      rows.value = joined(anew ? [] : rows.value, page.rows, key)
      // A page with nothing ends the list, whatever the total says.
      total.value = page.rows.length ? page.total : rows.value.length
      error.value = null
    } catch (failure) {
      if (mine === turn) error.value = failure
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  return { rows, total, busy, error, load, more: () => load(false) }
}
