/** What a password needs, as the server asks it; shown while typing. The server decides. */

export interface PasswordRules {
  length: boolean
  noName: boolean
  varied: boolean
}

export type Strength = 'weak' | 'fair' | 'good' | 'strong'

const COMMON = /^(?:password|passw0rd|qwerty|admin|yingda|letmein|welcome|iloveyou|woaini|abc|123|1q2w3e|111|000|888|666)[\d!@#.]*$/i

function sequence(text: string): boolean {
  const codes = [...text].map((sign) => sign.codePointAt(0)!)
  const step = (codes[1] ?? 0) - (codes[0] ?? 0)
  return Math.abs(step) <= 1 && codes.every((code, i) => i === 0 || code - codes[i - 1]! === step)
}

export function passwordRules(password: string, name: string): PasswordRules {
  const length = [...password].length
  return {
    length: length >= 12 && length <= 128,
    noName: password !== '' && (name.trim() === '' || !password.toLowerCase().includes(name.trim().toLowerCase())),
    varied: new Set(password).size >= 5 && !COMMON.test(password) && !/^(.+)\1+$/su.test(password) && !sequence(password),
  }
}

export function strength(password: string, name: string): Strength {
  const rules = passwordRules(password, name)
  if (!rules.length || !rules.noName || !rules.varied) return 'weak'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u, /\p{Script=Han}/u].filter((kind) => kind.test(password)).length
  const points = [...password].length + 3 * kinds + Math.min(6, new Set(password).size / 3)
  return points >= 32 ? 'strong' : points >= 25 ? 'good' : 'fair'
}

/** Whether it is worth asking the server, who alone knows the list of common ones. */
export function acceptable(password: string, name: string): boolean {
  const rules = passwordRules(password, name)
  return rules.length && rules.noName
}

/** Names of accounts: also part of addresses and of the log of replies. */
export const ACCOUNT_NAME = /^[A-Za-z0-9_.-]{1,64}$/
