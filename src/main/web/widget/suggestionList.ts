import type { Choice } from '../shared/frames'
import { h, say, set } from './dom'
import type { T } from './view'

const ID = 'yd-suggestions'

/** The questions offered while the buyer types: a list that belongs to the text field, which keeps the focus. */
export class SuggestionList {
  readonly element: HTMLElement

  private readonly field: HTMLElement
  private readonly t: T
  private readonly choose: (choice: Choice) => void
  private readonly dismiss: () => void
  private readonly list: HTMLElement
  private readonly told: HTMLElement
  private readonly box: HTMLElement
  private choices: Choice[] = []
  /** The option the arrow keys stand on, -1: the text field itself. */
  private active = -1

  constructor(field: HTMLElement, t: T, choose: (choice: Choice) => void, dismiss: () => void) {
    this.field = field
    this.t = t
    this.choose = choose
    this.dismiss = dismiss
    this.list = h('div', { id: ID, role: 'listbox', 'aria-label': t('composer.suggestions') })
    this.told = h('p', { class: 'sr', role: 'status' })
    // The field must not lose the focus, and with it a phone's keyboard, to a tap on the list.
    this.box = h('div', { class: 'suggestions', hidden: true, onmousedown: (event: Event) => event.preventDefault() },
      h('p', { class: 'caption', 'aria-hidden': 'true' }, t('composer.suggestions')), this.list)
    this.element = h('div', {}, this.box, this.told)
    set(field, 'aria-autocomplete', 'list')
  }

  render(choices: Choice[]): void {
    const told = (of: Choice[]) => of.map((one) => one.question).join('\n')
    if (told(choices) === told(this.choices)) {
      return
    }
    this.choices = choices
    this.active = -1
    this.list.replaceChildren(...choices.map((choice, i) => h('div', {
      id: `${ID}-${i}`, role: 'option', class: 'suggestion', 'aria-selected': 'false', title: choice.question,
      'data-testid': 'yd-suggestion', onclick: () => this.choose(choice),
    }, choice.question)))
    const open = choices.length > 0
    this.box.hidden = !open
    // Only while there is a list is the field more than a text field.
    set(this.field, 'role', open ? 'combobox' : undefined)
    set(this.field, 'aria-expanded', open ? 'true' : undefined)
    set(this.field, 'aria-controls', open ? ID : undefined)
    set(this.field, 'aria-activedescendant', undefined)
    say(this.told, open ? this.t('composer.offered', { n: choices.length }) : '')
  }

  /** @returns whether the key was meant for the list */
  key(event: KeyboardEvent): boolean {
    const { length } = this.choices
    const chosen = this.choices[this.active]
    if (length === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return false
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : length
      this.activate(((this.active + 1 + step) % (length + 1)) - 1)
    } else if (event.key === 'Enter' && chosen !== undefined) {
      this.choose(chosen)
    } else if (event.key === 'Escape') {
      // The panel would take it to be closed.
      event.stopPropagation()
      this.dismiss()
    } else {
      return false
    }
    event.preventDefault()
    return true
  }

  private activate(index: number): void {
    this.active = index
    Array.from(this.list.children).forEach((option, i) => {
      set(option, 'aria-selected', String(i === index))
      if (i === index) {
        option.scrollIntoView?.({ block: 'nearest' })
      }
    })
    set(this.field, 'aria-activedescendant', index < 0 ? undefined : `${ID}-${index}`)
  }
}
