import { shallowRef } from 'vue'
import { metricsApi, type Reasons } from '../api/metrics'
import { say } from '../shell/words'

/** The sentences kept beside the rules on the server; read once, when first needed. */
const reasons = shallowRef<Reasons | null>(null)
let asked: Promise<void> | null = null

export function loadReasons(): Promise<void> {
  asked ??= metricsApi.reasons().then((read) => {
    reasons.value = read
  }).catch(() => {
    asked = null
  })
  return asked
}

/** The sentence for the name; the name itself till it is read. */
export function reason(group: keyof Reasons, name: string): string {
  return say(reasons.value?.[group]?.[name]) || name
}
