import { ref, shallowRef } from 'vue'
import { conversationsApi, type QuickPhrase } from '../api/conversations'

/** The shop's quick phrases; fetched when first needed, and again after they were edited. */
const phrases = shallowRef<QuickPhrase[]>([])
const error = shallowRef<unknown>(null)
const ready = ref(false)
let fetched = false

export const quickPhrases = {
  phrases,
  error,
  /** They are here, or cannot be had. */
  ready,
  async need(): Promise<void> {
    if (fetched) return
    fetched = true
    try {
      phrases.value = await conversationsApi.quickPhrases()
      error.value = null
    } catch (failure) {
      fetched = false
      error.value = failure
    } finally {
      ready.value = true
    }
  },
  replaced(by: QuickPhrase[]): void {
    phrases.value = by
    fetched = true
    ready.value = true
  },
}
