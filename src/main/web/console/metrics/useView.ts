import { shallowRef, watch } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { queryOf, viewOf, type Behind, type View } from './address'

/** What the room shows is in the address: Back closes a list, and coming back from a conversation opens it again. */
export function useView() {
  const route = useRoute()
  const router = useRouter()
  const view = shallowRef<View>(viewOf(route.query))
  watch(() => route.fullPath, () => {
    // On the way to another page its address is not ours to read.
    if (route.name === 'metrics') view.value = viewOf(route.query)
  })

  const place = (next: View): RouteLocationRaw => ({ name: 'metrics', query: queryOf(next) })
  const change = (part: Partial<View>) => void router.replace(place({ ...view.value, ...part }))
  const open = (behind: Behind) => void router.push(place({ ...view.value, behind }))

  function close(): void {
    if (!view.value.behind) return
    const shut = place({ ...view.value, behind: null })
    const before = (window.history.state as { back?: unknown } | null)?.back
    if (before === router.resolve(shut).fullPath) router.back()
    else void router.replace(shut)
  }
  return { view, change, open, close }
}
