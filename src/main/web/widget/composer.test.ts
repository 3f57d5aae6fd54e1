// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { translator } from '../shared/i18n'
import { clean, codePoints } from './chat'
import type { Chat } from './chat'
import { Composer } from './composer'
import type { Choice } from '../shared/frames'
import { texts } from './texts'
import type { Thread } from './thread'

let said: string[]
let input: HTMLTextAreaElement
let send: HTMLButtonElement
let composer: Composer
let suggestions: Choice[]

beforeEach(() => {
  said = []
  suggestions = []
  const chat = { say: (text: string) => said.push(text), choose: (one: Choice) => said.push(`${one.entry}:${one.question}`), typing: () => {}, suggestions } as unknown as Chat
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

  it('says which entry was tapped', () => {
    suggestions.push({ entry: 'delivery-when-ships', question: '什么时候发货？' })
    composer.render({ phase: 'bot', agent: '' } as Thread)
    composer.element.querySelector<HTMLButtonElement>('[data-testid=yd-suggestion]')!.click()
    expect(said).toEqual(['delivery-when-ships:什么时候发货？'])
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
