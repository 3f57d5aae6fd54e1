import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import en from './en'
import zh from './zh-CN'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value)
    else flat(value, `${path}${key}.`).forEach((text, name) => found.set(name, text))
  }
  return found
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('the languages', () => {
  const chinese = flat(zh as Tree)
  const english = flat(en as Tree)

  it('have the same keys', () => expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()))
  it('have no empty texts', () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([])
  })
  it('fill in the same values', () => {
    for (const [key, text] of chinese) expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)])
  })
  it('leave no Chinese in English', () => {
    const left = [...english].filter(([, text]) => /\p{Script=Han}/u.test(text))
    expect(left).toEqual([])
  })
  it('have every key that a screen names', () => {
    const root = fileURLToPath(new URL('..', import.meta.url))
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.test)\.(vue|ts)$/.test(path))
    const named = sources.flatMap((path) => [...readFileSync(root + path, 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].map((match) => match[1]!))
    expect(named.length).toBeGreaterThan(200)
    expect(named.filter((key) => !chinese.has(key))).toEqual([])
  })
})
