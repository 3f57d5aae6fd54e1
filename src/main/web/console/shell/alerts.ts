import { watch } from 'vue'
import { connection, live } from './live'
import { notifications, sound } from './preferences'
import { session } from './session'
import { i18n } from '../i18n'

/** Draws attention to who waits: the number in the title of the page, a sound, a notification of the system. */

let audio: AudioContext | null = null

/** Two short soft tones. Browsers allow it only after the first click on the page; before, it stays silent. */
function chime(): void {
  if (sound.value === 'off') return
  try {
    audio ??= new AudioContext()
    const start = audio.currentTime
    for (const [offset, pitch] of [[0, 660], [0.13, 880]] as const) {
      const tone = audio.createOscillator()
      const gain = audio.createGain()
      tone.frequency.value = pitch
      gain.gain.setValueAtTime(0, start + offset)
      gain.gain.linearRampToValueAtTime(0.08, start + offset + 0.02)
      gain.gain.exponentialRampToValueAtTime(0.0001, start + offset + 0.22)
      tone.connect(gain).connect(audio.destination)
      tone.start(start + offset)
      tone.stop(start + offset + 0.25)
    }
  } catch {
    // No sound on this device.
  }
}

function notify(title: string, body: string, tag: string): void {
  if (notifications.value === 'off' || !document.hidden || !('Notification' in window)) return
  if (Notification.permission !== 'granted') return
  try {
    const shown = new Notification(title, { body, tag })
    shown.onclick = () => {
      window.focus()
      location.hash = `#/desk?c=${encodeURIComponent(tag)}`
      shown.close()
    }
  } catch {
    // Some phones only allow it from a service worker.
  }
}

/** Turns notifications on, asking the browser if need be; tells whether they are on now. */
export async function allowNotifications(): Promise<boolean> {
  if (!('Notification' in window)) return false
  const permission = Notification.permission === 'default' ? await Notification.requestPermission() : Notification.permission
  notifications.value = permission === 'granted' ? 'on' : 'off'
  return permission === 'granted'
}

export function startAlerts(): void {
  const { t } = i18n.global
  let known: Set<string> | null = null

  watch(live.desk, (desk) => {
    if (!desk) {
      known = null
      return
    }
    const fresh = known ? desk.waiting.filter((row) => !known!.has(row.conversation)) : []
    known = new Set(desk.waiting.map((row) => row.conversation))
    if (fresh.length > 0 && live.status.value !== 'offline') {
      chime()
      const first = fresh[0]!
      notify(t('alert.waiting', { name: first.buyerName }), first.lastText ?? '', first.conversation)
    }
  })

  const buyerWrote = (frame: { conversation: string; event: { type: string; from?: string; text?: string } }) => {
    const mine = live.desk.value?.mine.find((row) => row.conversation === frame.conversation)
    if (mine && frame.event.type === 'message' && frame.event.from === 'buyer') {
      if (document.hidden) chime()
      notify(t('alert.message', { name: mine.buyerName }), frame.event.text ?? '', frame.conversation)
    }
  }
  connection.on('event', (frame) => buyerWrote(frame as Parameters<typeof buyerWrote>[0]))
  connection.on('stray', (frame) => buyerWrote(frame as Parameters<typeof buyerWrote>[0]))

  watch([live.desk, i18n.global.locale, session.account], () => {
    const waiting = live.desk.value?.waiting.length ?? 0
    document.title = (waiting > 0 ? `(${waiting}) ` : '') + t('app.title')
  }, { immediate: true })
}
