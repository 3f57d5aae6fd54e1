import { ref, watch, type Ref } from 'vue'

/** Choices that stay with this browser. Without storage (private windows) they last as long as the page. */
export function remembered<T extends string>(key: string, allowed: readonly T[], otherwise: T): Ref<T> {
  const name = `yingda.console.${key}`
  let stored: string | null = null
  try {
    stored = localStorage.getItem(name)
  } catch {
    // No storage: the default.
  }
  const value = ref(allowed.includes(stored as T) ? stored : otherwise) as Ref<T>
  watch(value, (chosen) => {
    try {
      localStorage.setItem(name, chosen)
    } catch {
      // Kept for this page only.
    }
  })
  return value
}

export type Theme = 'auto' | 'light' | 'dark'

export const theme = remembered<Theme>('theme', ['auto', 'light', 'dark'], 'auto')
export const sound = remembered('sound', ['on', 'off'], 'on')
export const notifications = remembered('notifications', ['on', 'off'], 'off')

const system = window.matchMedia('(prefers-color-scheme: dark)')

/** Whether the page is dark right now. */
export const dark = ref(false)

function apply(): void {
  dark.value = theme.value === 'dark' || (theme.value === 'auto' && system.matches)
  document.documentElement.classList.toggle('dark', dark.value)
  document.documentElement.dataset['theme'] = dark.value ? 'dark' : 'light'
}

export function startTheme(): void {
  apply()
  watch(theme, apply)
  system.addEventListener('change', apply)
}
