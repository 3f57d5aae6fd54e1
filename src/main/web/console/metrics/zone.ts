/** Local dates and times of a policy's time zone, whatever the browser's. Pure: the instant is a parameter. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** `2026-03-02 09:05:07`. A zone that the browser does not know is taken for its own. */
function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const options = {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  } as const
  let made: Intl.DateTimeFormat
  try {
    made = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: zone })
  } catch {
    made = new Intl.DateTimeFormat('sv-SE', options)
  }
  formats.set(zone, made)
  return made
}

/** Date and time of the instant there: `2026-03-02 09:05:07`; empty for what is none. */
export function timeIn(zone: string, at: string | number): string {
  const instant = new Date(at)
  return Number.isNaN(instant.getTime()) ? '' : format(zone).format(instant)
}

/** The date of the instant there: `2026-03-02`. */
export const dateIn = (zone: string, at: string | number) => timeIn(zone, at).slice(0, 10)

/** The zone of this browser. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

const HALF_A_YEAR = 182 * 86_400_000

/** Whether clocks in both zones show the same, now and half a year from now. */
export function sameClock(a: string, b: string, now: number): boolean {
  return [now, now + HALF_A_YEAR].every((at) => timeIn(a, at) === timeIn(b, at))
}
