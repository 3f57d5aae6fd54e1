// The bubble. This is all a shop's page loads at first; the panel comes with the first click, or at once when the buyer is
// in the middle of a conversation, so that an answer is not missed while looking at another page of the shop.

import { NAME_LIMIT } from '../shared/frames'
import type { About } from '../shared/frames'
import { language, translator } from '../shared/i18n'
import type { Language } from '../shared/i18n'
import bubbleCss from './bubble.css?inline'
import { h, icon, ICONS, say, set, style } from './dom'
import { remembered, subject } from './memory'
import type { Memory } from './memory'

declare const __PANEL__: string

/** What the shop's page says of itself, asked anew each time. */
export interface Page {
  /** What it shows now. */
  about(): About
  /** The token by which the shop's server vouches for the buyer; empty for a visitor. */
  identity(): string
}

/** What the loader and the panel have in common. */
export interface Stage extends Page {
  root: ShadowRoot
  server: string
  lang: Language
  /** The name in the header; the shop's own if empty. */
  title: string
  memory: Memory
  unread(count: number): void
  close(): void
}

export interface Panel {
  show(): void
  hide(): void
}

interface PanelModule {
  mount(stage: Stage): Panel
}

/** The few texts of the bubble; the panel has its own table. */
const texts = {
  'zh-CN': {
    open: '联系客服', close: '收起客服窗口', unread: '联系客服，{n} 条未读消息',
    failed: '客服窗口没有打开，请检查网络后再试',
  },
  en: {
    open: 'Chat with us', close: 'Minimise the chat', unread: 'Chat with us, {n} unread message | Chat with us, {n} unread messages',
    failed: 'The chat did not open. Check your network and try again',
  },
}

const NEAR_MS = 2 * 3_600_000

/** Puts the bubble on the page, as the attributes of the script's tag say. */
export function start(tag: HTMLScriptElement | null): void {
  const given = (name: string) => tag?.dataset[name] ?? ''
  const source = new URL(tag?.src || 'yingda.js', location.href)
  const server = new URL(given('server') || source.origin, location.href).origin
  const wanted = given('lang')
  const lang = language((wanted === 'page' ? document.documentElement.lang : wanted) || navigator.language)
  const t = translator(texts, lang)
  const identity = () => given('identity')
  const memory = remembered(server, subject(identity()))
  let told: About = {}

  /** The tag's attributes, or what the page has told since; an empty name is none. */
  function about(): About {
    const product = name(told.product ?? given('product'))
    const orderState = name(told.orderState ?? given('orderState'))
    return { ...(product && { product }), ...(orderState && { orderState }) }
  }

  const host = document.createElement('yingda-widget')
  host.dataset['position'] = given('position') === 'left' ? 'left' : 'right'
  if (/^(light|dark)$/.test(given('theme'))) {
    host.dataset['theme'] = given('theme')
  }
  host.lang = lang
  const root = host.attachShadow({ mode: 'open' })
  style(root, bubbleCss)

  const badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true })
  const button = h('button', {
    type: 'button', class: 'bubble', 'data-testid': 'yd-open', 'aria-label': t('open'), 'aria-expanded': 'false',
    'aria-haspopup': 'dialog', onclick: () => void toggle(),
  }, icon(ICONS.mark), icon(ICONS.down), badge)
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true })
  root.append(button, problem)

  let unread = 0
  let isOpen = false
  let panel: Promise<Panel> | undefined

  function label(): void {
    set(button, 'aria-label', isOpen ? t('close') : unread ? t('unread', { n: unread }) : t('open'))
    set(button, 'aria-expanded', String(isOpen))
    set(badge, 'hidden', unread === 0 || isOpen)
    say(badge, unread > 99 ? '99+' : String(unread))
    set(host, 'data-open', isOpen)
  }

  function load(): Promise<Panel> {
    panel ??= (import(/* @vite-ignore */ new URL(__PANEL__, source).href) as Promise<PanelModule>)
      .then((module) => module.mount({
        root, server, lang, title: given('title'), memory, about, identity, close,
        unread: (count) => {
          unread = count
          label()
        },
      }))
      .catch((e: unknown) => {
        panel = undefined
        throw e
      })
    return panel
  }

  async function open(): Promise<void> {
    isOpen = true
    label()
    problem.hidden = true
    set(button, 'data-busy', panel === undefined)
    try {
      const opened = await load()
      if (isOpen) {
        opened.show()
        memory.open(true)
      }
    } catch {
      isOpen = false
      label()
      problem.hidden = false
      say(problem, t('failed'))
      setTimeout(() => (problem.hidden = true), 6_000)
    }
    set(button, 'data-busy', false)
  }

  function close(): void {
    if (isOpen) {
      isOpen = false
      memory.open(false)
      label()
      void panel?.then((opened) => opened.hide())
      button.focus({ preventScroll: true })
    }
  }

  const toggle = () => (isOpen ? close() : open())

  const appear = () => {
    document.body.append(host)
    if (memory.wasOpen() && matchMedia('(min-width: 481px)').matches) {
      void open()
    } else if (Date.now() - memory.lastSpoke() < NEAR_MS) {
      void load().catch(() => {})
    }
  }
  if (document.body) {
    appear()
  } else {
    addEventListener('DOMContentLoaded', appear)
  }
  ;(window as unknown as { Yingda: object }).Yingda = {
    open: () => void (isOpen || open()), close,
    /** For pages that change without loading anew. */
    about: (now: About) => (told = { product: String(now?.product ?? ''), orderState: String(now?.orderState ?? '') }),
  }
}

/** As the server takes it; one that is too long is none, as half a name is another name. */
function name(text: string): string {
  const bare = text.replace(/[\u0000-\u001f\u007f]/g, ' ').trim()
  return [...bare].length <= NAME_LIMIT ? bare : ''
}
