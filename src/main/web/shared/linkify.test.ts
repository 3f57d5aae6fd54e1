import { expect, it } from 'vitest'
import { linkify } from './linkify'

const links = (text: string) => linkify(text).flatMap((piece) => (piece.href ? [piece.text] : []))

it.each([
  ['看这里 https://shop.example.com/a?b=1&c=2。谢谢', ['https://shop.example.com/a?b=1&c=2']],
  ['（https://shop.example.com/a）', ['https://shop.example.com/a']],
  ['see http://a.example, http://b.example/x. And so on', ['http://a.example', 'http://b.example/x']],
  ['(https://a.example/wiki/Coat_(2026))', ['https://a.example/wiki/Coat_(2026)']],
  ['尺码表https://a.example/sizes，可以对照', ['https://a.example/sizes']],
  ['"https://a.example/x"', ['https://a.example/x']],
  ['https://a.example/路径/件?色=红', ['https://a.example/路径/件?色=红']],
])('finds the addresses in %s', (text, expected) => {
  expect(links(text)).toEqual(expected)
})

it.each([
  'javascript:alert(1)', 'JaVaScRiPt://a.example/%0aalert(1)', 'data:text/html,x', 'ftp://a.example', 'www.a.example', 'a@b.example',
  'https://', 'https://shop.example.com@evil.example/pay', 'https://user:pass@evil.example', '',
])('leaves %s as text', (text) => {
  expect(links(text)).toEqual([])
})

it('loses nothing of the text', () => {
  for (const text of ['', '<b>a</b> https://a.example/<script>', 'x https://a.example. y', 'https://a.example']) {
    expect(linkify(text).map((piece) => piece.text).join('')).toBe(text)
  }
})

it('goes only where a browser would go by http', () => {
  for (const { href } of linkify('https://a.example/"onclick=x http://b.example/\'')) {
    expect(href ?? 'http:').toMatch(/^https?:/)
    expect(href ?? '').not.toMatch(/["'<>]/)
  }
})
