// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { translator } from '../shared/i18n'
import { clean, codePoints } from './chat'
import type { Chat } from './chat'
import { Composer } from './composer'
import type { Choice } from '../shared/frames'
import { texts } from './texts'
import { thread } from './thread'

let said: string[]
let input: HTMLTextAreaElement
let send: HTMLButtonElement
let composer: Composer
let chosen: string[]
let offered: { suggestions: Choice[] }

beforeEach(() => {
  said = []
  chosen = []
  offered = { suggestions: [] }
  const chat = Object.assign(offered, {
    say: (text: string) => said.push(text), typing: () => {},
    choose: ({ entry, question }: Choice) => {
      chosen.push(entry)
      said.push(question)
    },
    dismissSuggestions: () => {
      offered.suggestions = []
      composer.render(thread([], [], 0))
    },
  }) as unknown as Chat
  composer = new Composer(chat, translator(texts, 'zh-CN'))
  document.body.replaceChildren(composer.element)
  input = composer.element.querySelector('[data-testid=yd-input]')!
  send = composer.element.querySelector('[data-testid=yd-send]')!
})

function write(text: string): void {
  input.value = text
  input.dispatchEvent(new Event('input'))
}

function enter(how: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, bubbles: true, ...how })
  input.dispatchEvent(event)
  return event
}

describe('Enter', () => {
  it('sends, and empties the field', () => {
    write('什么时候发货')
    expect(enter().defaultPrevented).toBe(true)
    expect(said).toEqual(['什么时候发货'])
    expect(input.value).toBe('')
  })

  it('with Shift starts a new line', () => {
    write('一')
    expect(enter({ shiftKey: true }).defaultPrevented).toBe(false)
    expect(said).toEqual([])
  })

  it('belongs to the input method while a word is being composed', () => {
    write('shenme')
    expect(enter({ isComposing: true }).defaultPrevented).toBe(false)
    expect(enter({ keyCode: 229 }).defaultPrevented).toBe(false)
    expect(said).toEqual([])
  })

  it('does nothing when there is nothing to say', () => {
    write('  \n ')
    enter()
    expect(said).toEqual([])
    expect(send.disabled).toBe(true)
  })
})

describe('the limit', () => {
  const count = () => composer.element.querySelector<HTMLElement>('.count')!

  it('is told of when it is near', () => {
    write('字'.repeat(1_799))
    expect(count().hidden).toBe(true)
    write('字'.repeat(1_990))
    expect(count().textContent).toBe('还可输入 10 字')
  })

  it('keeps what is too long in the field, and says by how much', () => {
    write('字'.repeat(2_003))
    enter()
    expect(said).toEqual([])
    expect(send.disabled).toBe(true)
    expect(count().textContent).toBe('超出 3 字')
    expect(input.value).toHaveLength(2_003)
  })

  it('counts characters as people do', () => {
    write('😀'.repeat(2_000))
    enter()
    expect(said).toHaveLength(1)
    expect(codePoints('a😀字')).toBe(3)
  })
})

it('what the server would refuse is left out', () => {
  expect(clean(' a\u0000b\u007f\r\nc\td\ud800 ')).toBe('ab\nc\td')
  expect(clean('😀')).toBe('😀')
})

describe('the questions offered', () => {
  const options = () => Array.from(composer.element.querySelectorAll<HTMLElement>('[role=option]'))
  const active = () => options().findIndex((one) => one.getAttribute('aria-selected') === 'true')
  const press = (key: string, how: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...how })
    input.dispatchEvent(event)
    return event
  }
  const show = (...questions: string[]) => {
    offered.suggestions = questions.map((question, i) => ({ entry: `e${i}`, question }))
    composer.render(thread([], [], 0))
  }

  it('belong to the text field and are announced', () => {
    expect(input.hasAttribute('role')).toBe(false)
    show('什么时候发货？', '发货地在哪？')
    expect(input.getAttribute('role')).toBe('combobox')
    expect(input.getAttribute('aria-expanded')).toBe('true')
    expect(input.getAttribute('aria-controls')).toBe(composer.element.querySelector('[role=listbox]')!.id)
    expect(composer.element.querySelector('.sr')!.textContent).toBe('有 2 个相关问题，按上下方向键选择，按 Esc 关闭')
    show()
    expect(input.hasAttribute('aria-expanded')).toBe(false)
  })

  it('are walked through by the arrow keys, and back to the text', () => {
    show('一', '二')
    press('ArrowDown')
    expect(active()).toBe(0)
    expect(input.getAttribute('aria-activedescendant')).toBe(options()[0]!.id)
    press('ArrowDown')
    press('ArrowDown')
    expect(active()).toBe(-1)
    expect(input.hasAttribute('aria-activedescendant')).toBe(false)
    press('ArrowUp')
    expect(active()).toBe(1)
    press('ArrowUp')
    expect(active()).toBe(0)
  })

  it('take Enter only when one is active', () => {
    write('发货')
    show('什么时候发货？')
    enter()
    expect(said).toEqual(['发货'])
    write('发货')
    show('什么时候发货？')
    press('ArrowDown')
    enter()
    expect(said).toEqual(['发货', '什么时候发货？'])
    expect(input.value).toBe('')
  })

  it('are sent by a tap', () => {
    show('什么时候发货？')
    options()[0]!.click()
    expect(said).toEqual(['什么时候发货？'])
    expect(chosen).toEqual(['e0'])
  })

  it('close by Escape, which goes no further', () => {
    let further = 0
    document.body.onkeydown = () => further++
    show('什么时候发货？')
    expect(press('Escape').defaultPrevented).toBe(true)
    expect(options()).toEqual([])
    expect(further).toBe(0)
    press('Escape')
    expect(further).toBe(1)
    document.body.onkeydown = null
  })

  it('leave the keys to an input method that composes', () => {
    show('什么时候发货？')
    expect(press('ArrowDown', { isComposing: true }).defaultPrevented).toBe(false)
    expect(active()).toBe(-1)
  })
})
