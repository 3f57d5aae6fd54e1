import { h, icon, ICONS, say, set } from './dom'
import type { T } from './view'

type Of = 'agent' | 'bot'

/** One to five stars and a comment, after the conversation has ended. */
export class Rating {
  readonly element: HTMLElement

  private readonly t: T
  private readonly stars: HTMLButtonElement[]
  private readonly word: HTMLElement
  private readonly more: HTMLElement
  private readonly comment: HTMLTextAreaElement
  private readonly submitButton: HTMLButtonElement
  private readonly rate: (stars: number, comment: string, of: Of) => Promise<boolean>
  private readonly grown: () => void
  private chosen = 0
  private of: Of = 'agent'

  /** @param grown called when it has become larger */
  constructor(t: T, rate: (stars: number, comment: string, of: Of) => Promise<boolean>, grown: () => void) {
    this.t = t
    this.grown = grown
    this.rate = rate
    this.stars = [1, 2, 3, 4, 5].map((n) => h('button', {
      type: 'button', role: 'radio', class: 'star', 'data-testid': `yd-star-${n}`, 'aria-label': t('rating.stars', { n }),
      onclick: () => this.choose(n),
    }, icon(ICONS.star, true)))
    this.word = h('p', { class: 'word', 'aria-live': 'polite' })
    this.comment = h('textarea', {
      rows: 2, maxlength: 500, placeholder: t('rating.comment'), 'aria-label': t('rating.comment'), 'data-testid': 'yd-rate-comment',
    })
    this.submitButton = h('button', { type: 'submit', class: 'submit', 'data-testid': 'yd-rate' }, t('rating.submit'))
    this.more = h('div', { class: 'more', hidden: true }, this.comment, this.submitButton)
    this.element = h('form', {
      class: 'rating', hidden: true, 'data-testid': 'yd-rating', onsubmit: (event: Event) => void this.submit(event),
    },
    h('p', { class: 'title' }, t('rating.title')),
    h('div', {
      class: 'stars', role: 'radiogroup', 'aria-label': t('rating.title'), onkeydown: (event: KeyboardEvent) => this.key(event),
    }, ...this.stars),
    this.word, this.more)
  }

  /** Shows itself when there is somebody to be rated. */
  render(of: '' | Of): void {
    if (of === '') {
      this.chosen = 0
      this.comment.value = ''
      this.element.hidden = true
    } else {
      this.of = of
      this.element.hidden = false
    }
    this.draw()
  }

  private choose(stars: number): void {
    this.chosen = stars
    this.draw()
    this.grown()
  }

  private draw(): void {
    this.stars.forEach((star, i) => {
      set(star, 'aria-checked', String(i + 1 === this.chosen))
      set(star, 'tabindex', i + 1 === (this.chosen || 1) ? 0 : -1)
      set(star, 'data-lit', i < this.chosen)
    })
    say(this.word, this.chosen ? this.t(`rating.${this.chosen as 1 | 2 | 3 | 4 | 5}`) : '')
    this.more.hidden = this.chosen === 0
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    if (step) {
      event.preventDefault()
      const next = Math.min(5, Math.max(1, this.chosen + step))
      this.choose(next)
      this.stars[next - 1]?.focus()
    }
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault()
    if (this.chosen) {
      this.submitButton.disabled = true
      say(this.submitButton, this.t('rating.sending'))
      const taken = await this.rate(this.chosen, this.comment.value, this.of)
      this.submitButton.disabled = false
      say(this.submitButton, this.t(taken ? 'rating.submit' : 'rating.failed'))
    }
  }
}
