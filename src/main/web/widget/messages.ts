import { clockTime, daysAgo } from '../shared/i18n'
import type { Language } from '../shared/i18n'
import { linkify } from '../shared/linkify'
import type { Chat } from './chat'
import { h, icon, ICONS, say, set } from './dom'
import type { Item, MessageItem, Thread } from './thread'
import type { T } from './view'

/** Nearer to the end than this, the list follows new messages. */
const NEAR_END = 80

type OwnState = 'sending' | 'sent' | 'read' | 'failed' | ''

interface Drawn {
  element: HTMLElement
  update(item: Item): void
}

/** The list of messages. Items are drawn once and then only changed, so that a screen reader is told of what is new. */
export class Messages {
  readonly element: HTMLElement

  private readonly chat: Chat
  private readonly t: T
  private readonly scroller: HTMLElement
  private readonly olderButton: HTMLButtonElement
  private readonly greeting: HTMLElement
  private readonly greetingText: HTMLElement
  private readonly hot: HTMLElement
  private readonly gone: HTMLElement
  private readonly loading: HTMLElement
  private readonly list: HTMLElement
  private readonly typing: HTMLElement
  private readonly typingText: HTMLElement
  private readonly told: HTMLElement
  private readonly jump: HTMLElement
  private readonly drawn = new Map<string, Drawn>()
  /** Failed messages that were sent again. */
  private readonly retried = new Set<string>()
  private lang: Language = 'zh-CN'
  private atEnd = true
  private newest = ''
  private hotTold = ''
  /** Only of the last own message it is said what became of it; what stands before it has arrived too. */
  private lastOwn = ''

  constructor(chat: Chat, t: T, rating: HTMLElement) {
    this.chat = chat
    this.t = t
    this.olderButton = h('button', { type: 'button', class: 'older', hidden: true, onclick: () => void this.older() })
    this.greetingText = h('p', { class: 'text' })
    this.greeting = h('div', { class: 'message first last', 'data-from': 'bot', 'data-kind': 'greeting', hidden: true },
      this.face('bot', ''), h('div', { class: 'column' }, this.label(t('who.bot'), ''), this.greetingText))
    this.hot = h('div', { class: 'hot', hidden: true })
    this.gone = h('p', { class: 'notice', role: 'status', hidden: true, 'data-from': 'system', 'data-notice': 'gone' })
    this.told = h('p', { class: 'sr', role: 'status', 'data-testid': 'yd-told' })
    this.loading = h('div', { class: 'loading', role: 'status' }, h('span', { class: 'spinner', 'aria-hidden': 'true' }), t('panel.loading'))
    this.list = h('div', { class: 'list' })
    this.typingText = h('span', { class: 'sr' })
    this.typing = h('div', { class: 'typing', hidden: true, 'data-testid': 'yd-typing' },
      h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), this.typingText)
    this.scroller = h('div', {
      class: 'scroll', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-label': t('panel.messages'),
      tabindex: 0, 'data-testid': 'yd-messages',
    }, this.olderButton, this.gone, this.greeting, this.hot, this.loading, this.list, rating, this.typing)
    this.jump = h('button', { type: 'button', class: 'jump', hidden: true, onclick: () => this.toEnd(true) },
      icon(ICONS.down), t('panel.new'))
    this.element = h('div', { class: 'messages' }, this.scroller, this.jump, this.told)
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true })
    // The end stays in view when what stands around the list grows or the keyboard comes up.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller)
  }

  render(thread: Thread, lang: Language): void {
    this.lang = lang
    const { chat } = this
    const began = !chat.more && chat.settled
    this.loading.hidden = chat.settled
    this.olderButton.hidden = !chat.more
    set(this.olderButton, 'disabled', chat.loadingOlder)
    say(this.olderButton, this.t(chat.loadingOlder ? 'panel.olderLoading' : 'panel.older'))
    this.greeting.hidden = !began
    this.gone.hidden = !chat.gone
    say(this.gone, chat.gone ? this.t('notice.gone') : '')
    say(this.greetingText, chat.config?.greeting[lang] || this.t('greeting'))
    this.renderHot(began && !thread.items.some((item) => item.type === 'message'))
    this.lastOwn = thread.items.findLast((item) => item.type === 'message' && item.from === 'buyer')?.key ?? ''
    this.renderItems(thread.items)
    this.typing.hidden = !chat.isTyping
    say(this.typingText, this.t('typing', { agent: thread.agent || this.t('who.agent') }))

    const last = thread.items.findLast((item) => item.type === 'message')
    const isNew = last !== undefined && last.key !== this.newest
    const own = isNew && last.from === 'buyer' && last.state === 'sending'
    this.newest = last?.key ?? ''
    if (this.atEnd || own) {
      this.toEnd()
    } else if (isNew) {
      this.jump.hidden = false
    }
  }

  toEnd(smooth = false): void {
    this.atEnd = true
    this.jump.hidden = true
    if (this.list.firstChild === null) {
      return // The greeting is read from its start.
    }
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !reduced() ? 'smooth' : 'instant' })
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END
    if (this.atEnd) {
      this.jump.hidden = true
    }
  }

  /** Older messages come above; what the buyer looks at stays where it is. */
  private async older(): Promise<void> {
    const before = this.scroller.scrollHeight - this.scroller.scrollTop
    this.atEnd = false
    await this.chat.older()
    await Promise.resolve()
    this.scroller.scrollTop = this.scroller.scrollHeight - before
  }

  private renderHot(wanted: boolean): void {
    const choices = wanted ? (this.chat.config?.hot ?? []).slice(0, 6) : []
    const told = choices.map((one) => one.question).join('\n')
    this.hot.hidden = choices.length === 0
    if (told !== this.hotTold) {
      this.hotTold = told
      this.hot.replaceChildren(
        h('p', { class: 'caption' }, this.t('hot.title')),
        ...choices.map((choice) => h('button', {
          type: 'button', class: 'choice', 'data-testid': 'yd-hot', onclick: () => this.chat.choose(choice),
        }, choice.question)),
      )
    }
  }

  private renderItems(items: Item[]): void {
    const keep = new Set(items.map((item) => item.key))
    for (const [key, { element }] of this.drawn) {
      if (!keep.has(key)) {
        element.remove()
        this.drawn.delete(key)
      }
    }
    items.forEach((item, place) => {
      let drawn = this.drawn.get(item.key)
      if (!drawn) {
        drawn = this.draw(item)
        this.drawn.set(item.key, drawn)
      }
      drawn.update(item)
      const there = this.list.children[place]
      if (there !== drawn.element) {
        this.list.insertBefore(drawn.element, there ?? null)
      }
    })
  }

  private draw(item: Item): Drawn {
    switch (item.type) {
      case 'day':
        return still(h('div', { class: 'day' }, h('span', {}, this.day(new Date(item.at)))))
      case 'notice':
        return still(h('p', { class: 'notice', 'data-from': 'system', 'data-notice': item.notice },
          this.t(`notice.${item.notice}`, { agent: item.agent })))
      case 'rated':
        return still(h('p', { class: 'notice rated', 'data-from': 'system', 'data-notice': 'rated' },
          icon(ICONS.star, true), this.t('rating.done', { n: item.stars })))
      case 'message':
        return this.message(item)
    }
  }

  private message(first: MessageItem): Drawn {
    const { t } = this
    const name = first.from === 'bot' ? t('who.bot')
      : first.from === 'buyer' ? t('who.buyer')
        : first.agent ? t('who.agentNamed', { agent: first.agent }) : t('who.agent')
    const choices = h('div', { class: 'choices' })
    const foot = h('div', { class: 'foot', 'aria-live': 'off' })
    const text = first.text
      ? h('p', { class: 'text' }, ...this.text(first))
      : null
    const element = h('div', { class: 'message', 'data-from': first.from },
      first.from !== 'buyer' && this.face(first.from, first.agent),
      h('div', { class: 'column' },
        first.from === 'buyer' ? h('span', { class: 'sr' }, `${name} ${clockTime(new Date(first.at))}`) : this.label(name, clockTime(new Date(first.at))),
        text, choices, foot))
    let told = ''
    let before: OwnState = ''
    return {
      element,
      update: (item) => {
        if (item.type !== 'message') {
          return
        }
        element.classList.toggle('first', item.first)
        element.classList.toggle('last', item.last)
        set(element, 'data-state', item.state || undefined)
        const state = this.ownState(item)
        const now = [item.live, item.choices.length, item.helpful, state, item.last, item.key === this.lastOwn, this.chat.blocked].join()
        if (now !== told) {
          told = now
          this.renderChoices(choices, item)
          this.renderFoot(foot, item, state)
          this.tell(before, state, item)
          before = state
        }
      },
    }
  }

  /** Says to those who do not see it that a message failed, and that it arrived after all. */
  private tell(before: OwnState, now: OwnState, { key, text }: MessageItem): void {
    if (now === 'failed' && before !== 'failed') {
      say(this.told, this.t('sent.toldFailed', { text: short(text) }))
    } else if ((now === 'sent' || now === 'read') && this.retried.delete(key)) {
      say(this.told, this.t('sent.toldSent', { text: short(text) }))
    }
  }

  private retry(item: MessageItem): void {
    // The button goes away: the focus stays with the messages.
    this.scroller.focus({ preventScroll: true })
    this.retried.add(item.key)
    this.chat.retry(item.key.slice(1))
  }

  /** What stands under an own message. */
  private ownState(item: MessageItem): OwnState {
    if (item.from !== 'buyer' || item.state === '') {
      return ''
    }
    return item.state === 'sent' && item.seq > 0 && item.seq <= this.chat.readSeq ? 'read' : item.state
  }

  private text(item: MessageItem): (Node | string)[] {
    if (item.from === 'buyer') {
      return [item.text]
    }
    return linkify(item.text).map(({ text, href }) =>
      href ? h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, text) : text)
  }

  private renderChoices(box: HTMLElement, item: MessageItem): void {
    box.hidden = item.choices.length === 0
    box.replaceChildren(...item.choices.map((choice) => h('button', {
      type: 'button', class: 'choice', disabled: !item.live, 'data-testid': item.live ? 'yd-choice' : undefined,
      onclick: () => this.chat.choose(choice),
    }, choice.question)))
  }

  private renderFoot(foot: HTMLElement, item: MessageItem, state: OwnState): void {
    foot.replaceChildren()
    if (state === 'failed' && this.chat.blocked) {
      foot.append(h('span', { class: 'failed' }, icon(ICONS.alert), this.t('sent.refused')))
    } else if (state === 'failed') {
      foot.append(h('button', {
        type: 'button', class: 'failed', 'data-testid': 'yd-retry', onclick: () => this.retry(item),
      }, icon(ICONS.alert), this.t('sent.failed'), icon(ICONS.retry)))
    } else if (state === 'sending') {
      foot.append(h('span', { class: 'sending' }, icon(ICONS.clock), this.t('sent.sending')))
    } else if (state && item.last) {
      foot.append(h('time', {}, clockTime(new Date(item.at))))
      if (item.key === this.lastOwn) {
        foot.append(h('span', { class: state }, icon(ICONS.check), this.t(`sent.${state}`)))
      }
    } else if (item.helpful === 'ask') {
      foot.append(h('span', {}, this.t('helpful.ask')),
        ...([['yes', ICONS.up], ['no', ICONS.thumbDown]] as const).map(([say, drawing]) => h('button', {
          type: 'button', class: 'opinion', 'data-testid': `yd-helpful-${say}`,
          onclick: () => this.judge(item.seq, say === 'yes'),
        }, icon(drawing), this.t(`helpful.${say}`))))
    } else if (item.helpful === 'yes') {
      foot.append(icon(ICONS.check), h('span', {}, this.t('helpful.thanks')))
    } else if (item.helpful === 'no') {
      foot.append(h('span', {}, this.t('helpful.sorry')))
      if (item.live) {
        foot.append(h('button', {
          type: 'button', class: 'opinion person', 'data-testid': 'yd-helpful-handoff', onclick: () => void this.chat.handOff(),
        }, icon(ICONS.headset), this.t('helpful.human')))
      }
    }
    foot.hidden = foot.childNodes.length === 0
  }

  private judge(seq: number, yes: boolean): void {
    this.scroller.focus({ preventScroll: true })
    this.chat.helpful(seq, yes)
  }

  private face(from: 'bot' | 'agent', name: string): HTMLElement {
    return h('span', { class: `face ${from}`, 'aria-hidden': 'true' },
      from === 'bot' ? icon(ICONS.mark) : name ? initial(name) : icon(ICONS.person))
  }

  private label(name: string, time: string): HTMLElement {
    return h('p', { class: 'label' }, h('b', {}, name), time && h('time', {}, time))
  }

  private day(at: Date): string {
    const ago = daysAgo(at, new Date())
    if (ago === 0 || ago === 1) {
      return this.t(ago === 0 ? 'day.today' : 'day.yesterday')
    }
    const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric'
    return at.toLocaleDateString(this.lang, { year, month: 'long', day: 'numeric', weekday: ago < 7 ? 'long' : undefined })
  }
}

/** What stands for a name: of a Chinese one the last character, as people are called there. */
function initial(name: string): string | undefined {
  const letters = [...name.trim()]
  return /\p{Script=Han}$/u.test(name.trim()) ? letters.at(-1) : letters[0]?.toUpperCase()
}

/** Enough of a message to know it by. */
function short(text: string): string {
  const letters = [...text]
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : text
}

const still = (element: HTMLElement): Drawn => ({ element, update: () => {} })
const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches
