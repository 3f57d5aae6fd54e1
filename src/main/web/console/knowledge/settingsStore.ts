import { shallowRef } from 'vue'
import { knowledgeApi, type Settings } from '../api/knowledge'

/** The shop's facts, which fill the placeholders of answers. */
export const shopFacts = shallowRef<Settings | null>(null)

export async function needShopFacts(): Promise<void> {
  if (shopFacts.value) return
  try {
    shopFacts.value = await knowledgeApi.settings()
  } catch {
    // Without them the preview shows the placeholders as written; the server checks them anyway.
  }
}
