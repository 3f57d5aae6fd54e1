import type { Board } from '../../shared/frames'

/**
 * What is known of the live shop after more was told: each policy that was told anew replaces the one known. What was
 * measured before that which is known came late and changes nothing.
 */
export function merged(known: Board | null, told: Board): Board {
  if (!known) return { asOf: told.asOf, policies: told.policies }
  if (Date.parse(told.asOf) < Date.parse(known.asOf)) return known
  const fresh = new Map(told.policies.map((one) => [one.policy, one]))
  const kept = known.policies.map((one) => fresh.get(one.policy) ?? one)
  const old = new Set(known.policies.map((one) => one.policy))
  return { asOf: told.asOf, policies: [...kept, ...told.policies.filter((one) => !old.has(one.policy))] }
}
