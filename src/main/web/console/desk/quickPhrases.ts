import { shallowRef } from 'vue'
import { conversationsApi, type QuickPhrase } from '../api/conversations'

/** The shop's quick phrases; fetched when first needed, and again after they were edited. */
const phrases = shallowRef<QuickPhrase[]>([])
const error = shallowRef<unknown>(null)
let fetched = false

export const quickPhrases = {
  phrases,
  error,
  async need(): Promise<void> {
    if (fetched) return
    fetched = true
    try {
      phrases.value = await conversationsApi.quickPhrases()
      error.value = null
    } catch (failure) {
      fetched = false
      error.value = failure
    }
  },
  replaced(by: QuickPhrase[]): void {
    phrases.value = by
    fetched = true
  },
}
