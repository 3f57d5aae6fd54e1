// Web addresses in the text of a message. Only http and https become links; everything stays text.

export type Piece = { text: string; href?: string }

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`，。；：！？、（）【】《》“”‘’　]+/gi
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'"…]+$/

/** Cuts the text into plain pieces and links, in order; joined they are the text again. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = trim(match[0])
    const href = safe(address)
    if (href) {
      if (match.index > end) {
        pieces.push({ text: text.slice(end, match.index) })
      }
      pieces.push({ text: address, href })
      end = match.index + address.length
    }
  }
  if (end < text.length) {
    pieces.push({ text: text.slice(end) })
  }
  return pieces
}

function trim(address: string): string {
  let trimmed = address.replace(TRAILING, '')
  // A closing bracket belongs to the sentence unless the address opened it.
  while (trimmed.endsWith(')') && count(trimmed, ')') > count(trimmed, '(')) {
    trimmed = trimmed.slice(0, -1).replace(TRAILING, '')
  }
  return trimmed
}

function count(text: string, char: string): number {
  return text.split(char).length - 1
}

/** The address if a browser may go there; an address with a user name in it is made to deceive, and stays text. */
function safe(address: string): string | undefined {
  try {
    const url = new URL(address)
    return /^https?:$/.test(url.protocol) && url.hostname && !url.username && !url.password ? url.href : undefined
  } catch {
    return undefined
  }
}
