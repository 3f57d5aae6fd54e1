import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Loading<T> {
  value: ShallowRef<T | null>
  /** The first load, or one that replaces what is shown, is under way. */
  busy: Ref<boolean>
  error: ShallowRef<unknown>
  /** Loads again; an answer that was overtaken by a later request is dropped. */
  load(): Promise<void>
}

/** Something that is fetched: its value, and whether it is coming or failed. */
export function loading<T>(fetch: (signal: AbortSignal) => Promise<T>): Loading<T> {
  const value = shallowRef<T | null>(null)
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  let current: AbortController | null = null
  onScopeDispose(() => current?.abort())

  async function load(): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    busy.value = true
    try {
      const got = await fetch(mine.signal)
      if (current === mine) {
        value.value = got
        error.value = null
      }
    } catch (failure) {
      if (current === mine) error.value = failure
    } finally {
      if (current === mine) busy.value = false
    }
  }
  return { value, busy, error, load }
}
