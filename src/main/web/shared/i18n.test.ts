import { expect, it } from 'vitest'
import { clockTime, daysAgo, language, translator } from './i18n'

const t = translator({ 'zh-CN': { hi: '您好{name}', n: '{n} 条' }, en: { hi: 'Hello {name}', n: '{n} message | {n} messages' } }, 'en')

it('any Chinese is zh-CN, all else English', () => {
  expect(['zh', 'zh-CN', 'zh-Hant-TW', 'ZH-hans', 'en', 'de', '', undefined, 'zhx'].map(language))
    .toEqual(['zh-CN', 'zh-CN', 'zh-CN', 'zh-CN', 'en', 'en', 'en', 'en', 'en'])
})

it('fills values in, once, and leaves alone what has none', () => {
  expect(t('hi', { name: '{name}' })).toBe('Hello {name}')
  expect(t('hi')).toBe('Hello {name}')
})

it('chooses between one and many', () => {
  expect([t('n', { n: 1 }), t('n', { n: 2 }), t('n', { n: 0 })]).toEqual(['1 message', '2 messages', '0 messages'])
})

it('counts local days', () => {
  const now = new Date(2026, 2, 2, 0, 5)
  expect(daysAgo(new Date(2026, 2, 2, 0, 0), now)).toBe(0)
  expect(daysAgo(new Date(2026, 2, 1, 23, 59), now)).toBe(1)
  expect(daysAgo(new Date(2025, 11, 31), now)).toBe(61)
  expect(clockTime(now)).toBe('00:05')
})
