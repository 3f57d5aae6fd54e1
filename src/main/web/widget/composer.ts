import { TEXT_LIMIT } from '../shared/frames'
import type { Choice } from '../shared/frames'
import { clean, codePoints } from './chat'
import type { Chat } from './chat'
import { h, icon, ICONS, say, set } from './dom'
import { SuggestionList } from './suggestionList'
import type { Thread } from './thread'
import type { T } from './view'

/** From here on it is said how much room is left. */
const COUNT_FROM = TEXT_LIMIT - 200

/** Where the buyer writes, and asks for a person. */
export class Composer {
  readonly element: HTMLElement

  private readonly chat: Chat
  private readonly t: T
  private readonly input: HTMLTextAreaElement
  private readonly send: HTMLButtonElement
  private readonly count: HTMLElement
  private readonly handOff: HTMLButtonElement
  private readonly handOffText: HTMLElement
  private readonly hours: HTMLElement
  private readonly suggestions: SuggestionList

  constructor(chat: Chat, t: T) {
    this.chat = chat
    this.t = t
    this.input = h('textarea', {
      rows: 1, 'data-testid': 'yd-input', 'aria-label': t('composer.label'), autocomplete: 'off', enterkeyhint: 'send',
      oninput: () => this.typed(), onkeydown: (event: KeyboardEvent) => this.key(event),
      onblur: () => this.chat.dismissSuggestions(),
    })
    this.send = h('button', {
      type: 'submit', class: 'send', 'data-testid': 'yd-send', 'aria-label': t('composer.send'), title: t('composer.hint'),
    }, icon(ICONS.send))
    this.count = h('p', { class: 'count', role: 'status', hidden: true })
    this.handOffText = h('span')
    this.handOff = h('button', {
      type: 'button', class: 'handoff', 'data-testid': 'yd-handoff', onclick: () => void this.askForPerson(),
    }, icon(ICONS.headset), this.handOffText)
    this.hours = h('span', { class: 'hours' })
    this.suggestions = new SuggestionList(this.input, t, (choice) => this.choose(choice), () => chat.dismissSuggestions())
    this.element = h('form', { class: 'composer', onsubmit: (event: Event) => this.submit(event) },
      this.suggestions.element,
      h('div', { class: 'tools' }, this.handOff, this.hours),
      h('div', { class: 'box' }, this.input, this.send), this.count)
    this.typed()
  }

  focus(): void {
    this.input.focus({ preventScroll: true })
  }

  render({ phase, agent }: Thread): void {
    const { chat, t } = this
    set(this.input, 'disabled', chat.blocked)
    set(this.input, 'placeholder', chat.blocked ? t('connection.blocked') :
      phase === 'served' ? t('composer.placeholderServed', { agent: agent || t('who.agent') }) : t('composer.placeholder'))
    // Who already waits for a person, or talks to one, needs no button for it.
    this.handOff.hidden = phase === 'waiting' || phase === 'served' || chat.blocked
    set(this.handOff, 'disabled', chat.handingOff)
    say(this.handOffText, t(chat.handingOff ? 'composer.handingOff' : 'composer.handoff'))
    say(this.hours, chat.config?.hours && !this.handOff.hidden ? t('panel.hours', { hours: chat.config.hours }) : '')
    this.suggestions.render(phase === 'bot' ? chat.suggestions : [])
  }

  private choose(choice: Choice): void {
    this.clear()
    this.chat.choose(choice)
    this.focus()
  }

  private async askForPerson(): Promise<void> {
    const focused = this.element.matches(':focus-within')
    await this.chat.handOff()
    if (focused && this.handOff.hidden) {
      this.focus()
    }
  }

  private key(event: KeyboardEvent): void {
    // While a Chinese word is being composed, keys belong to the input method; Safari says so by 229 alone.
    if (event.isComposing || event.keyCode === 229 || this.suggestions.key(event)) {
      return
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      this.submit(event)
    }
  }

  private submit(event: Event): void {
    event.preventDefault()
    const text = this.input.value
    if (clean(text) && codePoints(clean(text)) <= TEXT_LIMIT) {
      this.clear()
      this.chat.say(text)
      this.focus()
    }
  }

  private clear(): void {
    this.input.value = ''
    this.typed()
  }

  private typed(): void {
    const { input, t } = this
    input.style.height = 'auto'
    if (input.scrollHeight > 0) {
      input.style.height = `${Math.min(input.scrollHeight, 120)}px`
    }
    const length = codePoints(clean(input.value))
    const over = length - TEXT_LIMIT
    set(this.send, 'disabled', length === 0 || over > 0)
    set(input, 'aria-invalid', over > 0 ? 'true' : undefined)
    this.count.hidden = length < COUNT_FROM
    set(this.count, 'data-over', over > 0)
    say(this.count, over > 0 ? t('composer.over', { n: over }) : t('composer.left', { n: -over }))
    this.chat.typing(input.value)
  }
}
