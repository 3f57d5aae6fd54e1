import { computed, reactive, ref, shallowRef } from 'vue'
import type { FieldProblem } from '../api/client'
import { knowledgeApi, type Conditions, type Entry, type EntryFields, type Missed } from '../api/knowledge'
import { fieldProblems } from '../shell/words'
import { none } from './conditions'
import { phrasingsOf } from './fill'

export interface Form {
  topic: string
  question: string
  /** One a line. */
  phrasings: string
  answer: string
  smallTalk: boolean
  conditions: Conditions
}

export type Initial = Partial<Form> & { fromMissed?: Missed['id'] | undefined }

/** One entry being written: its form, what is wrong with it, and the requests. */
export function useEntry(id: string | null, initial: Initial, firstTopic: () => string) {
  const entry = shallowRef<Entry | null>(null)
  const form = reactive<Form>({ topic: '', question: '', phrasings: '', answer: '', smallTalk: false, conditions: none() })
  const wrong = ref<Record<string, string>>({})
  const warnings = shallowRef<FieldProblem[]>([])
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  const saved = ref('')
  const dirty = computed(() => saved.value !== '' && saved.value !== JSON.stringify(form))

  function show(next: Entry): void {
    entry.value = next
    Object.assign(form, {
      topic: next.topic, question: next.question, phrasings: next.phrasings.join('\n'), answer: next.answer, smallTalk: next.smallTalk,
      conditions: structuredClone(next.conditions),
    })
    saved.value = JSON.stringify(form)
  }

  async function load(): Promise<void> {
    error.value = null
    if (id === null) {
      Object.assign(form, { topic: firstTopic(), ...initial, fromMissed: undefined })
      delete (form as Partial<Initial>).fromMissed
      saved.value = JSON.stringify(form)
      return
    }
    try {
      show(await knowledgeApi.entry(id))
    } catch (failure) {
      error.value = failure
    }
  }

  function fields(): EntryFields {
    return {
      topic: form.topic, question: form.question.trim(), phrasings: phrasingsOf(form.phrasings, form.question),
      answer: form.answer.trim(), smallTalk: form.smallTalk, conditions: form.conditions,
    }
  }

  /** Runs a request that changes the entry; tells whether it went through. */
  async function run(task: () => Promise<void>): Promise<boolean> {
    busy.value = true
    wrong.value = {}
    try {
      await task()
      return true
    } catch (failure) {
      wrong.value = fieldProblems(failure)
      return false
    } finally {
      busy.value = false
    }
  }

  const save = () => run(async () => {
    const known = entry.value
    const from = initial.fromMissed === undefined ? {} : { fromMissed: initial.fromMissed }
    const answer = known
      ? await knowledgeApi.save(known.id, { ...fields(), revision: known.revision })
      : await knowledgeApi.create({ ...fields(), ...from })
    show(answer.entry)
    warnings.value = answer.warnings ?? []
  })

  const toggle = () => run(async () => {
    const known = entry.value!
    show(known.disabled ? await knowledgeApi.enable(known.id) : await knowledgeApi.disable(known.id))
  })

  const restore = (revision: number) => run(async () => show(await knowledgeApi.restore(entry.value!.id, revision)))

  return { entry, form, wrong, warnings, error, busy, dirty, load, fields, save, toggle, restore }
}
