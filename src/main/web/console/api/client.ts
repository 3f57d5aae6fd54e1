/** REST under /api/v1. Refusals arrive as values of {@link ApiError} with words for people in both languages. */

export interface Words {
  'zh-CN': string
  en: string
}

export interface FieldProblem {
  /** The entry it is in, of problems of the knowledge base. */
  entry?: string | null
  field: string
  message: Words
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: Words | null,
    readonly field: string | null = null,
    readonly details: FieldProblem[] = [],
  ) {
    super(words?.en ?? code)
    this.name = 'ApiError'
  }

  /** The server could not be reached at all. */
  get offline(): boolean {
    return this.status === 0
  }
}

type Query = Record<string, string | number | boolean | null | undefined>

const BASE = '/api/v1'

let onSignedOut: () => void = () => {}

/** Called whenever the server says that nobody is signed in (any request but those that ask for it). */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return BASE + path + (text ? '?' + text : '')
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as { error?: Partial<ApiError> & { message?: Words; details?: FieldProblem[] } }
    const error = body.error
    const message = error?.message
    const words = message && typeof message === 'object' ? (message as Words) : null
    return new ApiError(response.status, error?.code ?? 'internal', words, error?.field ?? null, error?.details ?? [])
  } catch {
    return new ApiError(response.status, response.status >= 500 ? 'unavailable' : 'bad-request', null)
  }
}

async function call<T>(method: string, path: string, query: Query, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Yingda'] = '1'
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(url(path, query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    throw new ApiError(0, 'offline', null)
  }
  if (!response.ok) {
    const error = await refusal(response)
    if (error.status === 401 && !path.startsWith('/session')) onSignedOut()
    throw error
  }
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) => call<T>('GET', path, query, undefined, signal),
  post: <T>(path: string, body: unknown = {}) => call<T>('POST', path, {}, body),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, {}, body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, {}, body),
  delete: <T>(path: string) => call<T>('DELETE', path, {}, undefined),
}

/** A part of a path that may hold any character. */
export const part = encodeURIComponent
