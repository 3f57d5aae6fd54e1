import { describe, expect, it } from 'vitest'
import { marked } from './marked'

describe('a text with a searched word', () => {
  it('is cut at every occurrence, in any case', () => {
    expect(marked('退货和ab退货', '退货').filter((part) => part.hit)).toHaveLength(2)
    expect(marked('xAbx', 'aB')).toEqual([{ text: 'x', hit: false }, { text: 'Ab', hit: true }, { text: 'x', hit: false }])
  })
  it('loses nothing', () => expect(marked('退换货', '换').map((part) => part.text).join('')).toBe('退换货'))
  it('is whole without a word', () => expect(marked('退换货', '')).toEqual([{ text: '退换货', hit: false }]))
})
