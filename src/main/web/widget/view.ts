import type { Translate } from '../shared/i18n'
import type { Chat } from './chat'
import { Composer } from './composer'
import { h, icon, ICONS, say, set } from './dom'
import type { Stage } from './loader'
import { Messages } from './messages'
import { Rating } from './rating'
import type { TextKey } from './texts'
import type { Thread } from './thread'

export type T = Translate<TextKey>

const PHONE = '(max-width: 480px)'
/** A short loss of the connection is nobody's concern. */
const BANNER_AFTER_MS = 1_500

type Way = 'retry' | 'here' | 'reload'

/** What is said when the server has closed for good, and what can be done about it. */
const STOPPED: Record<number, [sentence: TextKey, way?: Way]> = {
  4100: ['connection.outdated', 'reload'],
  4101: ['connection.unknown', 'retry'],
  4102: ['connection.forbidden'],
  4103: ['connection.outdated', 'reload'],
  4104: ['connection.elsewhere', 'here'],
  4105: ['connection.blocked'],
}

/** The panel on the screen: its frame, and what stands around the messages. */
export class View {
  visible = false

  private readonly chat: Chat
  private readonly stage: Stage
  private readonly t: T
  private readonly panel: HTMLElement
  private readonly shop: HTMLElement
  private readonly state: HTMLElement
  private readonly banner: HTMLElement
  private readonly queue: HTMLElement
  private readonly notice: HTMLElement
  private readonly messages: Messages
  private readonly rating: Rating
  private readonly composer: Composer
  private troubleSince = 0
  private toastTimer = 0

  constructor(chat: Chat, stage: Stage, t: T) {
    this.chat = chat
    this.stage = stage
    this.t = t
    this.shop = h('h2', { class: 'shop' })
    this.state = h('p', { class: 'state', role: 'status' })
    this.banner = h('div', { class: 'banner', role: 'status', hidden: true, 'data-testid': 'yd-banner' })
    this.queue = h('div', { class: 'queue', role: 'status', hidden: true, 'data-testid': 'yd-queue' })
    this.notice = h('p', { class: 'toast', role: 'alert', hidden: true })
    this.rating = new Rating(t, (stars, comment, of) => chat.rate(stars, comment, of), () => this.messages.toEnd())
    this.messages = new Messages(chat, t, this.rating.element)
    this.composer = new Composer(chat, t)
    this.panel = h(
      'section', { class: 'panel', role: 'dialog', tabindex: -1, hidden: true, 'data-testid': 'yd-panel' },
      h('header', { class: 'head' },
        h('span', { class: 'logo', 'aria-hidden': 'true' }, icon(ICONS.mark)),
        h('div', { class: 'titles' }, this.shop, this.state),
        h('button', {
          type: 'button', class: 'plain', 'data-testid': 'yd-close', 'aria-label': t('panel.close'), title: t('panel.close'),
          onclick: () => stage.close(),
        }, icon(ICONS.down))),
      this.banner, this.messages.element, this.queue, this.composer.element, this.notice,
    )
    this.panel.addEventListener('keydown', (event) => this.key(event))
    // What is typed here is no business of the shop's page and its shortcuts.
    for (const type of ['keydown', 'keyup', 'keypress', 'input', 'paste', 'focusin', 'focusout']) {
      this.panel.addEventListener(type, (event) => event.stopPropagation())
    }
    stage.root.append(this.panel)
    document.addEventListener('visibilitychange', () => this.look())
    addEventListener('online', () => this.renderBanner())
    addEventListener('offline', () => this.renderBanner())
    visualViewport?.addEventListener('resize', () => this.fit())
    visualViewport?.addEventListener('scroll', () => this.fit())
  }

  show(): void {
    this.visible = true
    this.panel.hidden = false
    set(this.panel, 'aria-modal', matchMedia(PHONE).matches ? 'true' : undefined)
    this.fit()
    this.render()
    this.messages.toEnd()
    // On a phone the keyboard would cover what the buyer came to read.
    if (matchMedia('(pointer: coarse)').matches) {
      this.panel.focus({ preventScroll: true })
    } else {
      this.composer.focus()
    }
  }

  hide(): void {
    this.visible = false
    this.panel.hidden = true
  }

  /** Says something for a few seconds. */
  toast(text: string): void {
    say(this.notice, text)
    this.notice.hidden = false
    clearTimeout(this.toastTimer)
    this.toastTimer = window.setTimeout(() => (this.notice.hidden = true), 4_000)
  }

  render(): void {
    const thread = this.chat.thread()
    const shop = this.stage.title || this.chat.config?.name || this.t('panel.service')
    say(this.shop, shop)
    set(this.panel, 'aria-label', this.t('panel.label', { shop }))
    say(this.state, this.stateText(thread))
    set(this.state, 'data-phase', thread.phase)
    this.renderBanner()
    this.renderQueue(thread)
    this.rating.render(thread.rate)
    this.messages.render(thread, this.stage.lang)
    this.composer.render(thread)
    this.look()
  }

  /** Tells the chat that the buyer sees its end. */
  private look(): void {
    if (this.visible && document.visibilityState === 'visible') {
      this.chat.look()
    }
  }

  private stateText({ phase, agent, away }: Thread): string {
    switch (phase) {
      case 'bot':
        return this.t('state.bot')
      case 'waiting':
        return away ? this.t('state.away') : this.chat.queue ? this.t('state.queue', { n: this.chat.queue.position }) : this.t('state.waiting')
      case 'served':
        return this.t('state.served', { agent: agent || this.t('who.agent') })
      case 'closed':
        return this.t('state.closed')
    }
  }

  private renderBanner(): void {
    const { phase, code } = this.chat.state
    const stopped = phase === 'stopped'
    if (phase === 'online' || phase === 'idle') {
      this.troubleSince = 0
      this.banner.hidden = true
      this.banner.replaceChildren()
      delete this.banner.dataset['key']
      return
    }
    const now = Date.now()
    if (this.troubleSince === 0) {
      this.troubleSince = now
      setTimeout(() => this.renderBanner(), BANNER_AFTER_MS)
    }
    if (!stopped && now - this.troubleSince < BANNER_AFTER_MS) {
      return
    }
    const [key, way]: [TextKey, Way?] = stopped
      ? STOPPED[code ?? 0] ?? ['connection.stopped', 'retry']
      : [navigator.onLine ? 'connection.again' : 'connection.offline']
    this.banner.hidden = false
    if (this.banner.dataset['key'] !== key) {
      this.banner.dataset['key'] = key
      this.banner.replaceChildren(
        h('span', { class: stopped ? 'dot' : 'spinner', 'aria-hidden': 'true' }), h('span', {}, this.t(key)),
        way ? h('button', { type: 'button', 'data-testid': 'yd-go-on', onclick: () => this.goOn(way) }, this.t(`connection.${way}`)) : '',
      )
    }
  }

  private goOn(way: Way): void {
    if (way === 'reload') {
      location.reload()
    } else {
      this.composer.focus()
      this.chat.reconnect()
    }
  }

  private renderQueue({ phase, away }: Thread): void {
    this.queue.hidden = phase !== 'waiting'
    if (phase !== 'waiting') {
      return
    }
    const { queue, config } = this.chat
    const expected = queue?.expectedWaitMs
    const minutes = typeof expected === 'number' ? Math.round(expected / 60_000) : undefined
    const title = away
      ? this.t('queue.away')
      : !queue ? this.t('queue.soon') : queue.position === 1 ? this.t('queue.next') : this.t('queue.ahead', { n: queue.position - 1 })
    const wait = away || minutes === undefined
      ? '' : minutes < 1 ? this.t('queue.waitSoon') : this.t('queue.wait', { n: minutes })
    const note = !away
      ? this.t('queue.note')
      : config?.hours ? this.t('queue.awayHours', { hours: config.hours }) : this.t('queue.awayNote')
    const told = [title, wait, note].join('\n')
    if (this.queue.dataset['told'] !== told) {
      this.queue.dataset['told'] = told
      this.queue.replaceChildren(
        h('span', { class: 'sign', 'aria-hidden': 'true' }, icon(away ? ICONS.clock : ICONS.headset)),
        h('div', {}, h('p', { class: 'title' }, title, wait && h('span', { class: 'wait' }, wait)), h('p', { class: 'note' }, note)),
      )
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault()
      this.stage.close()
    } else if (event.key === 'Tab' && matchMedia(PHONE).matches) {
      this.keepFocus(event)
    }
  }

  /** On a phone the panel covers the page, so the focus stays in it. */
  private keepFocus(event: KeyboardEvent): void {
    const all = [...this.panel.querySelectorAll<HTMLElement>('button, textarea, a[href], [tabindex="0"]')]
      .filter((one) => !one.hasAttribute('disabled') && one.offsetParent !== null)
    const leaving = event.shiftKey ? all[0] : all.at(-1)
    const entering = event.shiftKey ? all.at(-1) : all[0]
    if (leaving && this.stage.root.activeElement === leaving) {
      event.preventDefault()
      entering?.focus()
    }
  }

  /** Full screen is what the keyboard leaves free. */
  private fit(): void {
    const view = visualViewport
    if (view && this.visible && matchMedia(PHONE).matches) {
      this.panel.style.setProperty('--view-height', `${view.height}px`)
      this.panel.style.setProperty('--view-top', `${view.offsetTop}px`)
    }
  }
}
