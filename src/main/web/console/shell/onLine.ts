import { onBeforeUnmount, onMounted, readonly, ref } from 'vue'

/** Whether the machine has a network, as far as the browser knows. */
export function useOnLine() {
  const onLine = ref(navigator.onLine)
  const changed = () => (onLine.value = navigator.onLine)
  onMounted(() => {
    window.addEventListener('online', changed)
    window.addEventListener('offline', changed)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  })
  return { onLine: readonly(onLine) }
}
