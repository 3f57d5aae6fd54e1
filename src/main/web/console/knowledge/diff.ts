/** What changed between two texts, sign by sign: Chinese has no spaces to cut at. Pure. */

export interface Change {
  text: string
  kind: 'same' | 'added' | 'removed'
}

/** Latin words and numbers stay whole. */
function tokens(text: string): string[] {
  return text.match(/[A-Za-z0-9_.]+|\s+|./gsu) ?? []
}

const LONGEST = 1500

export function diff(before: string, after: string): Change[] {
  if (before === after) return before ? [{ text: before, kind: 'same' }] : []
  const a = tokens(before)
  const b = tokens(after)
  if (a.length > LONGEST || b.length > LONGEST) {
    return [{ text: before, kind: 'removed' as const }, { text: after, kind: 'added' as const }].filter((change) => change.text)
  }
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j]
        ? common[(i + 1) * width + j + 1]! + 1
        : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
    }
  }
  const changes: Change[] = []
  const add = (text: string, kind: Change['kind']) => {
    const last = changes.at(-1)
    if (last?.kind === kind) last.text += text
    else changes.push({ text, kind })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(a[i]!, 'same')
      i++
      j++
    } else if (i < a.length && (j >= b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      add(a[i++]!, 'removed')
    } else {
      add(b[j++]!, 'added')
    }
  }
  return changes
}

/** Which phrasings came and went. */
export function listDiff(before: readonly string[], after: readonly string[]): Change[] {
  return [
    ...before.filter((text) => !after.includes(text)).map((text) => ({ text, kind: 'removed' as const })),
    ...after.filter((text) => !before.includes(text)).map((text) => ({ text, kind: 'added' as const })),
  ]
}
