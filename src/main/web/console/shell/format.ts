/** Numbers and times as people read them. Pure: the language is a parameter. */

export type Lang = 'zh-CN' | 'en'

/** A running clock: `0:07`, `12:34`, `1:02:03`. Never negative. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = String(total % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

/** A measured length of time: `8.4 秒`, `2 分 5 秒`, `1 小时 3 分`, `2 天 4 小时`. */
export function duration(ms: number, lang: Lang): string {
  const unit = lang === 'en'
    ? { s: 's', m: 'm', h: 'h', d: 'd' }
    : { s: '秒', m: '分', h: '小时', d: '天' }
  const two = (a: number, ua: string, b: number, ub: string) => (b ? `${a} ${ua} ${b} ${ub}` : `${a} ${ua}`)
  if (ms < 59_950) {
    const tenths = Math.round(ms / 100) / 10
    return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)} ${unit.s}`
  }
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return two(Math.floor(seconds / 60), unit.m, seconds % 60, unit.s)
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1440) return two(Math.floor(minutes / 60), unit.h, minutes % 60, unit.m)
  const hours = Math.round(ms / 3_600_000)
  return two(Math.floor(hours / 24), unit.d, hours % 24, unit.h)
}

/** A share: `91.2%`; whole ones without a decimal. Never rounds up to 100% nor down to 0%. */
export function percent(share: number): string {
  let tenths = Math.round(share * 1000) / 10
  if (tenths >= 100 && share < 1) tenths = 99.9
  if (tenths <= 0 && share > 0) tenths = 0.1
  return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)}%`
}

/** Milliseconds of a policy's `20s`, `3m`, `250ms`, `24h`, or of a plain number of them. */
export function millis(value: string | number): number {
  if (typeof value === 'number') return value
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value.trim())
  if (!match) return Number.NaN
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] as 'ms' | 's' | 'm' | 'h']
}

const tag = (lang: Lang) => (lang === 'en' ? 'en-GB' : 'zh-CN')
const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

/** `09:05`. */
export function time(iso: string | number | Date, lang: Lang): string {
  return new Intl.DateTimeFormat(tag(lang), { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(iso))
}

/** `09:05:07`. */
export function timeExact(iso: string | number | Date, lang: Lang): string {
  return new Intl.DateTimeFormat(tag(lang), { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
    .format(new Date(iso))
}

/** `2026-03-02 09:05:07`, in the reader's own time zone. */
export function dateTime(iso: string | number | Date): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `
    + `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** The heading of a day in a transcript: `今天`, `昨天`, `3月2日 星期一`. */
export function day(iso: string | number | Date, lang: Lang, now: Date): string {
  const at = new Date(iso)
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (sameDay(at, now)) return lang === 'en' ? 'Today' : '今天'
  if (sameDay(at, yesterday)) return lang === 'en' ? 'Yesterday' : '昨天'
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(tag(lang), { ...year, month: 'long', day: 'numeric', weekday: 'long' }).format(at)
}

/** When, in a list: the time today, else the date. */
export function when(iso: string | number | Date, lang: Lang, now: Date): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  if (sameDay(at, now)) return time(at, lang)
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (sameDay(at, yesterday)) return `${lang === 'en' ? 'Yesterday' : '昨天'} ${time(at, lang)}`
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return at.getFullYear() === now.getFullYear() ? `${date} ${time(at, lang)}` : `${at.getFullYear()}-${date}`
}
