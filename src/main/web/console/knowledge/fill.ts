import type { Settings } from '../api/knowledge'

/** Placeholders of answers: `{shop.returnDays}` stands for the shop's fact `returnDays`. Pure. */

export interface Piece {
  text: string
  /** The key this stands for, if it is a placeholder. */
  key: string | null
  /** There is no such fact, so it cannot be filled. */
  unknown: boolean
}

const PLACEHOLDER = /\{shop\.([A-Za-z0-9_]+)\}/g

export function filled(answer: string, settings: Settings): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of answer.matchAll(PLACEHOLDER)) {
    if (match.index > from) pieces.push({ text: answer.slice(from, match.index), key: null, unknown: false })
    const key = match[1]!
    const value = settings[key]
    pieces.push({ text: value ?? match[0], key, unknown: value === undefined })
    from = match.index + match[0].length
  }
  if (from < answer.length) pieces.push({ text: answer.slice(from), key: null, unknown: false })
  return pieces
}

export function unknownKeys(answer: string, settings: Settings): string[] {
  return [...new Set(filled(answer, settings).filter((piece) => piece.unknown).map((piece) => piece.key!))]
}

/** One phrasing a line: without empty lines, spaces at the ends, repeats, or the question itself. */
export function phrasingsOf(lines: string, question: string): string[] {
  const found: string[] = []
  for (const line of lines.split(/\r?\n/)) {
    const text = line.trim()
    if (text && text !== question.trim() && !found.includes(text)) found.push(text)
  }
  return found
}
