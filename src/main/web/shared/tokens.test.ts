import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

function block(selector: string): Map<string, string> {
  const start = css.indexOf('{', css.indexOf(selector)) + 1
  const body = css.slice(start, css.indexOf('}', start))
  return new Map([...body.matchAll(/(--yd-[\w-]+):\s*([^;]+);/g)].map((match) => [match[1]!, match[2]!.replace(/\s+/g, ' ')]))
}

const light = block(':root,')
const bySystem = block(":root:not([data-theme='light'])")
const byHand = block(":root[data-theme='dark']")
const dark = new Map([...light, ...byHand])

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

const GROUNDS = ['bg', 'surface', 'surface-sunken', 'surface-hover']
const PAIRS: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'primary', 'danger', 'success', 'warning', 'info'].flatMap((text) =>
    GROUNDS.map((ground): [string, string] => [text, ground])),
  ['on-primary', 'primary'], ['on-primary', 'primary-hover'], ['on-primary', 'primary-active'],
  ['primary-ink', 'primary-soft'], ['primary-ink', 'primary-soft-hover'], ['primary-ink', 'surface'], ['primary-ink', 'bg'],
  ['on-header', 'header'], ['on-header-2', 'header'], ['on-own', 'own'],
  ['on-accent', 'accent'], ['on-accent', 'accent-hover'], ['accent-ink', 'accent-soft'], ['accent-ink', 'surface'],
  ['accent-ink', 'bg'], ['ink', 'accent-soft'], ['ink-2', 'accent-soft'], ['ink', 'danger-soft'], ['primary-ink', 'accent-soft'],
  ...['success', 'warning', 'danger', 'info'].map((state): [string, string] => [state, `${state}-soft`]),
]

describe.each([['light', light], ['dark', dark]] as const)('in the %s theme', (_, tokens) => {
  it.each(PAIRS)('%s can be read on %s', (text, ground) => {
    expect(contrast(tokens.get(`--yd-${text}`)!, tokens.get(`--yd-${ground}`)!)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['line-strong', 'primary', 'series-1', 'series-2', 'series-3', 'series-6'])('%s can be told from its ground', (mark) => {
    expect(contrast(tokens.get(`--yd-${mark}`)!, tokens.get('--yd-surface')!)).toBeGreaterThanOrEqual(3)
  })
})

it('the two dark themes are one', () => {
  expect([...bySystem]).toEqual([...byHand])
})

it('dark changes only what light has', () => {
  expect([...byHand.keys()].filter((name) => !light.has(name))).toEqual([])
})
