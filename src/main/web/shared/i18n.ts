// Texts in the language of whoever reads, for pages without vue-i18n. A table per language, all with the same keys.

export type Language = 'zh-CN' | 'en'

export const LANGUAGES: readonly Language[] = ['zh-CN', 'en']

/** The language to use for a wish such as `zh-Hans-CN`, `zh` or `en-GB`: any Chinese is zh-CN, all else English. */
export function language(wish: string | null | undefined): Language {
  return /^zh\b/i.test(wish ?? '') ? 'zh-CN' : 'en'
}

export type Translate<K extends string> = (key: K, values?: Record<string, string | number>) => string

/** Gives texts by key, `{name}` filled in. In English, `one | many` is chosen by `{n}`. */
export function translator<K extends string>(tables: Record<Language, Record<K, string>>, lang: Language): Translate<K> {
  const table = tables[lang]
  return (key, values = {}) => {
    const forms = table[key].split(' | ')
    const text = forms.length > 1 && values['n'] !== 1 ? forms[1] : forms[0]
    return (text ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
}

/** The clock time of a moment, as `09:05`. */
export function clockTime(at: Date): string {
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

/** How many local days ago: 0 is today, 1 yesterday. */
export function daysAgo(at: Date, now: Date): number {
  const day = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((day(now) - day(at)) / 86_400_000)
}
