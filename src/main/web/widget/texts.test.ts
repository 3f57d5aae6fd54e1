import { expect, it } from 'vitest'
import { texts } from './texts'

const { 'zh-CN': zh, en } = texts
const keys = Object.keys(zh) as (keyof typeof zh)[]
const values = (text: string) => [...new Set([...text.matchAll(/\{\w+\}/g)].map((match) => match[0]))].sort()

it('both languages have the same keys', () => {
  expect(Object.keys(en)).toEqual(keys)
})

it.each(keys)('%s is said in both languages, with the same values', (key) => {
  expect(zh[key].trim()).toBe(zh[key])
  expect(en[key].trim()).toBe(en[key])
  expect(values(en[key])).toEqual(values(zh[key]))
  expect(zh[key]).not.toBe('')
})
