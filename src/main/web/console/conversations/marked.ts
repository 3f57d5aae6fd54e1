export interface Part {
  text: string
  hit: boolean
}

/** A text cut where a searched word occurs, so that it can be marked without any HTML. */
export function marked(text: string, word: string): Part[] {
  if (!word) return [{ text, hit: false }]
  const parts: Part[] = []
  const [low, wanted] = [text.toLowerCase(), word.toLowerCase()]
  if (low.length !== text.length) return [{ text, hit: false }]
  let from = 0
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), hit: false })
    parts.push({ text: text.slice(at, at + word.length), hit: true })
    from = at + word.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), hit: false })
  return parts
}
