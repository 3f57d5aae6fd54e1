import { onScopeDispose, ref, type Ref } from 'vue'

function media(query: string): Ref<boolean> {
  const list = window.matchMedia(query)
  const matches = ref(list.matches)
  list.addEventListener('change', () => (matches.value = list.matches))
  return matches
}

/** One pane at a time, tabs at the bottom. */
export const phone = media('(max-width: 767px)')

/** No room for the panel beside a conversation. */
export const narrow = media('(max-width: 1199px)')

/** Runs the task every so often while the component lives. */
export function every(ms: number, task: () => void): void {
  const timer = setInterval(task, ms)
  onScopeDispose(() => clearInterval(timer))
}

/** Whether a key press belongs to an input method that is composing (Pinyin and the like), and so is not for us. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}
