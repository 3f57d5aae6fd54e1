import { ApiError, type FieldProblem, type Words } from '../api/client'
import { Refused } from '../../shared/connection'
import { i18n, lang } from '../i18n'

/** The words for the language of the page. */
export function say(words: Words | null | undefined): string {
  if (!words) return ''
  return words[lang.value] ?? words['zh-CN'] ?? words.en ?? ''
}

/** What went wrong, and what to do, in words. */
export function problem(error: unknown): string {
  const { t, te } = i18n.global
  if (error instanceof ApiError) {
    const own = say(error.words)
    if (own) return own
    const key = `problem.${error.code}`
    return te(key) ? t(key) : t('problem.internal')
  }
  if (error instanceof Refused) {
    const key = `problem.${error.code}`
    return te(key) ? t(key) : error.message || t('problem.internal')
  }
  return t('problem.internal')
}

/** What is wrong with each field; the key `''` holds what belongs to none. */
export function fieldProblems(error: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  if (error instanceof ApiError) {
    const add = (field: string, text: string) => {
      found[field] = found[field] ? `${found[field]} ${text}` : text
    }
    error.details.forEach((detail: FieldProblem) => add(detail.field, say(detail.message)))
    if (error.field && !error.details.length) add(error.field, problem(error))
  }
  if (Object.keys(found).length === 0) found[''] = problem(error)
  return found
}
