import { describe, expect, it } from 'vitest'
import { diff, listDiff } from './diff'
import { filled, phrasingsOf, unknownKeys } from './fill'

describe('placeholders', () => {
  const settings = { returnDays: '7' }
  it('are filled with the shop’s facts', () => {
    expect(filled('{shop.returnDays}天内可退', settings).map((piece) => piece.text).join('')).toBe('7天内可退')
  })
  it('stay as written when there is no such fact, and are told', () => {
    const answer = '{shop.phone}，{shop.phone}，{shop.returnDays}天'
    expect(filled(answer, settings)[0]).toEqual({ text: '{shop.phone}', key: 'phone', unknown: true })
    expect(unknownKeys(answer, settings)).toEqual(['phone'])
  })
  it('are nothing else in braces', () => expect(unknownKeys('{订单号} {shop.}', settings)).toEqual([]))
})

describe('phrasings', () => {
  it('are one a line, each once, less the question', () => {
    expect(phrasingsOf(' 怎么退 \n\n怎么退\n退货？\r\n想退', '退货？')).toEqual(['怎么退', '想退'])
  })
})

describe('the difference of two texts', () => {
  it('names what was added and removed', () => {
    expect(diff('七天内可退', '15天内可退货')).toEqual([
      { text: '七', kind: 'removed' }, { text: '15', kind: 'added' }, { text: '天内可退', kind: 'same' }, { text: '货', kind: 'added' },
    ])
  })
  it('gives back both texts', () => {
    const [before, after] = ['亲，48小时内发货哦', '亲亲，付款后 48 小时发货']
    const changes = diff(before, after)
    expect(changes.filter((c) => c.kind !== 'added').map((c) => c.text).join('')).toBe(before)
    expect(changes.filter((c) => c.kind !== 'removed').map((c) => c.text).join('')).toBe(after)
  })
  it('is nothing for two empty texts', () => expect(diff('', '')).toEqual([]))
  it('of lists ignores the order', () => {
    expect(listDiff(['a', 'b'], ['b', 'c'])).toEqual([{ text: 'a', kind: 'removed' }, { text: 'c', kind: 'added' }])
  })
})
