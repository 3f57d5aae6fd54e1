/** Where the text in the composer came from, and so which kind of reply it is. */
export interface Origin {
  source: 'quick-phrase' | 'suggestion'
  text: string
}

export type ReplyKind = 'typed' | 'canned' | 'suggested'

/** Spaces at the ends and line ends do not make a text the agent's own; anything else does. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/** A picked text sent as it was is `canned` or `suggested`; one that was edited is the agent's own words. */
export function kindOf(text: string, origin: Origin | null): ReplyKind {
  if (origin === null || plain(text) !== plain(origin.text)) return 'typed'
  return origin.source === 'suggestion' ? 'suggested' : 'canned'
}

/** What follows the `/` of a quick phrase being looked up; null if none is. */
export function lookup(text: string): string | null {
  const match = /^[/／](\S{0,20})$/u.exec(text)
  return match ? match[1]! : null
}

/** Quick phrases for a looked-up word: by the start of the shortcut, then anywhere in shortcut or text. */
export function phrasesFor<T extends { shortcut: string; text: string }>(phrases: readonly T[], word: string): T[] {
  const wanted = word.toLowerCase()
  const rank = (phrase: T) => {
    const shortcut = phrase.shortcut.toLowerCase()
    if (shortcut.startsWith(wanted)) return 0
    return shortcut.includes(wanted) ? 1 : phrase.text.toLowerCase().includes(wanted) ? 2 : 3
  }
  return phrases
    .map((phrase, index) => ({ phrase, index, rank: rank(phrase) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map((one) => one.phrase)
}
