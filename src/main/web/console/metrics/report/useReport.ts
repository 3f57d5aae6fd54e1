import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import { metricsApi, type MetricValue, type ReportResult, type Span, type Verdict } from '../../api/metrics'
import { live } from '../../shell/live'
import { Pace } from '../pace'
import { includes } from './period'

export interface Report {
  result: ReportResult
  replies: Record<Verdict, number>
  /** What another policy makes of the same days. */
  others: { policy: string; values: MetricValue[] } | null
}

export interface Wanted extends Span {
  versus: string | null
}

async function fetch({ versus, ...span }: Wanted, all: boolean, signal: AbortSignal): Promise<Report> {
  const [result, replies, other] = await Promise.all([
    metricsApi.report(span, all ? 'agent,day' : '', signal), metricsApi.replyCounts(span, signal),
    versus === null ? null : metricsApi.report({ ...span, policy: versus }, '', signal),
  ])
  return { result, replies, others: other && { policy: other.policy, values: other.metrics ?? [] } }
}

/** The figures that are wanted: asked for when it is chosen, and again while things happen on a day that it includes. */
export function useReport(wanted: Ref<Wanted>, today: Ref<string>, all: boolean) {
  const report = shallowRef<Report | null>(null)
  const error = shallowRef<unknown>(null)
  /** What is shown is of another span, or was asked for by hand. */
  const busy = ref(false)
  let current: AbortController | null = null
  const pace = new Pace(() => load(true), { now: () => performance.now(), hidden: () => document.hidden })

  async function load(quiet = false): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    if (!quiet) busy.value = true
    const start = performance.now()
    try {
      const got = await fetch(wanted.value, all, mine.signal)
      if (current !== mine) return
      report.value = got
      error.value = null
    } catch (failure) {
      if (current === mine) error.value = failure
    } finally {
      if (current === mine) {
        busy.value = false
        if (!quiet) pace.done(performance.now() - start)
      }
    }
  }

  watch(wanted, (now, before) => {
    if (now.policy !== before?.policy) report.value = null
    void load()
  }, { immediate: true })

  watch(live.board, (board) => {
    const known = report.value?.result.asOf
    const newer = board && (!known || Date.parse(board.asOf) > Date.parse(known))
    if (newer && includes(wanted.value, today.value)) pace.ask()
  })
  const shown = () => pace.shown()
  onMounted(() => document.addEventListener('visibilitychange', shown))
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', shown)
    pace.stop()
    current?.abort()
    current = null
  })

  return { report, busy, error, load: () => load(), result: computed(() => report.value?.result ?? null) }
}
