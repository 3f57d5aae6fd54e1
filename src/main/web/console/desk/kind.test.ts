import { describe, expect, it } from 'vitest'
import { kindOf, lookup, phrasesFor } from './kind'

describe('the kind of a reply', () => {
  const suggestion = { source: 'suggestion' as const, text: '亲，48小时内发货。' }
  const phrase = { source: 'quick-phrase' as const, text: '稍等' }

  it('is typed when the agent wrote it', () => expect(kindOf('你好', null)).toBe('typed'))
  it('is suggested when a suggestion goes out as it was', () => {
    expect(kindOf(suggestion.text, suggestion)).toBe('suggested')
    expect(kindOf(`  ${suggestion.text}\r\n`, suggestion)).toBe('suggested')
  })
  it('is typed when the suggestion was edited', () => {
    expect(kindOf(suggestion.text + '放心哦', suggestion)).toBe('typed')
  })
  it('is canned when a quick phrase goes out as it was', () => expect(kindOf('稍等', phrase)).toBe('canned'))
  it('is typed when the quick phrase was edited', () => expect(kindOf('请稍等', phrase)).toBe('typed'))
  it('is the picked kind again when an edit was undone', () => expect(kindOf('稍等', phrase)).toBe('canned'))
})

describe('looking up a quick phrase', () => {
  it('starts with a slash, half or full width', () => {
    expect(lookup('/')).toBe('')
    expect(lookup('／fh')).toBe('fh')
  })
  it('is not started inside a text', () => {
    expect(lookup('1/2')).toBeNull()
    expect(lookup('/fh 好')).toBeNull()
    expect(lookup('')).toBeNull()
  })
  it('prefers the shortcut over the text', () => {
    const phrases = [{ shortcut: 'kd', text: '查快递 fh' }, { shortcut: 'fh', text: '发货' }, { shortcut: 'xfh', text: '…' }]
    expect(phrasesFor(phrases, 'FH').map((p) => p.shortcut)).toEqual(['fh', 'xfh', 'kd'])
  })
})
