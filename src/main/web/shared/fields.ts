// Reads JSON that came from elsewhere, field by field; what is not as expected is a Mismatch that names the place.

type Json = Record<string, unknown>

/** What was read is not what it should be; says where. */
export class Mismatch extends Error {}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads the fields of one object, each with its type. */
export class Fields {
  private readonly json: Json
  private readonly path: string

  constructor(json: unknown, path: string) {
    if (!isObject(json)) {
      throw new Mismatch(`${path}: an object is expected`)
    }
    this.json = json
    this.path = path
  }

  private get(key: string): unknown {
    return this.json[key] ?? undefined
  }

  private wrong(key: string, expected: string): never {
    throw new Mismatch(`${this.path}.${key}: ${expected} is expected`)
  }

  text(key: string): string {
    return this.maybeText(key) ?? this.wrong(key, 'a text')
  }

  maybeText(key: string): string | undefined {
    const value = this.get(key)
    return value === undefined || typeof value === 'string' ? value : this.wrong(key, 'a text')
  }

  orNull(key: string): string | null {
    return this.maybeText(key) ?? null
  }

  count(key: string): number {
    return this.maybeCount(key) ?? this.wrong(key, 'a whole number')
  }

  maybeCount(key: string): number | undefined {
    const value = this.get(key)
    return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)
      ? (value as number | undefined)
      : this.wrong(key, 'a whole number')
  }

  /** Any number, or null. */
  numberOrNull(key: string): number | null {
    const value = this.get(key) ?? null
    return value === null || (typeof value === 'number' && Number.isFinite(value)) ? value : this.wrong(key, 'a number')
  }

  /** An instant, left as it is written. */
  instant(key: string): string {
    const text = this.text(key)
    return Number.isNaN(Date.parse(text)) ? this.wrong(key, 'an instant') : text
  }

  flag(key: string): boolean {
    return this.maybeFlag(key) ?? this.wrong(key, 'true or false')
  }

  maybeFlag(key: string): boolean | undefined {
    const value = this.get(key)
    return value === undefined || typeof value === 'boolean' ? value : this.wrong(key, 'true or false')
  }

  oneOf<T extends string>(key: string, values: readonly T[]): T {
    return this.maybeOneOf(key, values) ?? this.wrong(key, values.join(', '))
  }

  maybeOneOf<T extends string>(key: string, values: readonly T[]): T | undefined {
    const value = this.maybeText(key)
    return value === undefined || (values as readonly string[]).includes(value)
      ? (value as T | undefined)
      : this.wrong(key, `one of ${values.join(', ')}`)
  }

  object(key: string): Fields {
    return new Fields(this.get(key), `${this.path}.${key}`)
  }

  maybeObject(key: string): Fields | undefined {
    return this.get(key) === undefined ? undefined : this.object(key)
  }

  /** What is not there is an empty list. */
  list<T>(key: string, read: (fields: Fields) => T): T[] {
    const value = this.get(key) ?? []
    return Array.isArray(value)
      ? value.map((one, i) => read(new Fields(one, `${this.path}.${key}[${i}]`)))
      : this.wrong(key, 'a list')
  }

  /** An object whose keys are names; what is not there has none. */
  byName<T>(key: string, read: (value: Fields, name: string) => T): Record<string, T> {
    const names = this.get(key) ?? {}
    if (!isObject(names)) {
      return this.wrong(key, 'an object')
    }
    const inner = new Fields(names, `${this.path}.${key}`)
    return Object.fromEntries(Object.keys(names).map((name) => [name, read(inner, name)]))
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }
}

/** Leaves out what is undefined, so that optional stays absent. */
export function compact<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) {
    if (value[key] === undefined) {
      delete value[key]
    }
  }
  return value
}
