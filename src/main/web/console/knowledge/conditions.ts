import type { Conditions, When } from '../api/knowledge'

/** When an entry is used. Pure. */

/** The states that most shops have, in the order an order goes through them. */
export const STATES = ['unpaid', 'paid', 'shipped', 'delivered', 'refunding', 'closed'] as const
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const always = (): When => ({ from: null, until: null, hours: null, products: [], orderStates: [] })
export const none = (): Conditions => ({ ...always(), mode: 'smart', not: [], variants: [] })

export function isAlways(when: When): boolean {
  return !when.from && !when.until && !when.hours && when.products.length === 0 && when.orderStates.length === 0
}

export function isNone(conditions: Conditions): boolean {
  return isAlways(conditions) && conditions.mode === 'smart' && conditions.not.length === 0 && conditions.variants.length === 0
}

/** A day as conditions write it. */
export function day(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** Where today is against the entry's dates. */
export function period(when: When, today: string): 'over' | 'later' | 'now' {
  if (when.until && when.until < today) return 'over'
  return when.from && when.from > today ? 'later' : 'now'
}

export interface Week {
  days: string[]
  time: string
}

const NAMES = DAYS.join('|')
const WEEK = new RegExp(`^(?:((?:${NAMES})(?: ?[,-] ?(?:${NAMES}))*) +)?(.*)$`, 'i')

/** `mon-fri 09:00-18:00` as days and a time; no days are all days. */
export function splitHours(hours: string | null): Week {
  const [, week, time] = WEEK.exec((hours ?? '').trim()) ?? []
  const days = new Set<string>()
  for (const part of (week ?? '').toLowerCase().split(',')) {
    const [first, last] = part.trim().split(/ ?- ?/)
    const from = DAYS.findIndex((one) => one === first)
    const to = last === undefined ? from : DAYS.findIndex((one) => one === last)
    if (from < 0 || to < 0) continue
    for (let i = from; ; i = (i + 1) % 7) {
      days.add(DAYS[i]!)
      if (i === to) break
    }
  }
  return { days: DAYS.filter((one) => days.has(one)), time: time ?? '' }
}

/** The other way. */
export function joinHours({ days, time }: Week): string | null {
  const text = time.trim().replace(/：/g, ':').replace(/\s*[-–—~～至到]\s*/, '-')
  if (!text) return null
  const chosen = DAYS.filter((one) => days.includes(one))
  return chosen.length === 0 || chosen.length === DAYS.length ? text : `${chosen.join(',')} ${text}`
}

/** Says in one line each what differs from none: for the history. */
export function described(conditions: Conditions, t: (key: string, values?: Record<string, unknown>) => string): string[] {
  const lines = conditions.mode === 'smart' ? [] : [t(`conditions.mode.${conditions.mode}`)]
  if (conditions.not.length) lines.push(`${t('conditions.not')}: ${conditions.not.join(', ')}`)
  lines.push(...parts(conditions, t))
  conditions.variants.forEach((variant) => lines.push(`${parts(variant.when, t).join('; ')} → ${variant.answer}`))
  return lines
}

function parts(when: When, t: (key: string) => string): string[] {
  const found: string[] = []
  if (when.from) found.push(`${t('conditions.from')}: ${when.from}`)
  if (when.until) found.push(`${t('conditions.until')}: ${when.until}`)
  if (when.hours) {
    const { days, time } = splitHours(when.hours)
    found.push(`${t('conditions.hours')}: ${[...days.map((one) => t(`conditions.day.${one}`)), time].join(' ')}`)
  }
  if (when.products.length) found.push(`${t('conditions.products')}: ${when.products.join(', ')}`)
  if (when.orderStates.length) found.push(`${t('conditions.orderStates')}: ${when.orderStates.map((one) => state(one, t)).join(', ')}`)
  return found
}

/** The name of an order state; a shop's own is its own name. */
export function state(name: string, t: (key: string) => string): string {
  return STATES.some((one) => one === name) ? t(`orderState.${name}`) : name
}

/** What is wrong with a field and all below it, in one text. */
export function wrongAt(problems: Record<string, string>, field: string): string {
  return Object.entries(problems).filter(([key]) => key === field || key.startsWith(`${field}[`) || key.startsWith(`${field}.`))
    .map(([, text]) => text).join(' ')
}
