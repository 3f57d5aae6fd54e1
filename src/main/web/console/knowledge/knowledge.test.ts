import { describe, expect, it } from 'vitest'
import { day, described, isNone, joinHours, none, period, splitHours, wrongAt } from './conditions'
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

describe('when an entry is used', () => {
  const t = (key: string) => key
  it('is always unless something is said', () => {
    expect(isNone(none())).toBe(true)
    expect(isNone({ ...none(), not: ['到付'] })).toBe(false)
    expect(isNone({ ...none(), hours: '09:00-18:00' })).toBe(false)
  })
  it('is over after its last day and later before its first', () => {
    const june = { ...none(), from: '2026-06-01', until: '2026-06-20' }
    expect(['2026-05-31', '2026-06-01', '2026-06-20', '2026-06-21'].map((today) => period(june, today))).toEqual(['later', 'now', 'now', 'over'])
    expect(day(new Date(2026, 5, 1))).toBe('2026-06-01')
  })
  it('has hours of days of the week, read and written', () => {
    expect(splitHours('mon-fri 09:00-18:00')).toEqual({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], time: '09:00-18:00' })
    expect(splitHours('sat-mon 22:00-06:00').days).toEqual(['mon', 'sat', 'sun'])
    expect(splitHours('09:00-18:00')).toEqual({ days: [], time: '09:00-18:00' })
    expect(splitHours('nine to five')).toEqual({ days: [], time: 'nine to five' })
    expect(splitHours(null)).toEqual({ days: [], time: '' })
    expect(joinHours({ days: ['fri', 'mon'], time: ' 9：00 至 18：00 ' })).toBe('mon,fri 9:00-18:00')
    expect(joinHours({ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], time: '09:00-18:00' })).toBe('09:00-18:00')
    expect(joinHours({ days: ['mon'], time: ' ' })).toBeNull()
  })
  it('is said in lines', () => {
    const when = { from: null, until: null, hours: null, products: [], orderStates: ['shipped', '预售中'] }
    expect(described({ ...none(), mode: 'exact', not: ['a', 'b'], variants: [{ when, answer: '好' }] }, t)).toEqual([
      'conditions.mode.exact', 'conditions.not: a, b', 'conditions.orderStates: orderState.shipped, 预售中 → 好',
    ])
  })
  it('is wrong where a field or a part of it is', () => {
    expect(wrongAt({ 'not[1]': '一', not: '二', nothing: '三' }, 'not')).toBe('一 二')
  })
})
