import { api, part } from './client'

export type Role = 'agent' | 'supervisor' | 'admin'
export type Permission =
  | 'answer-buyers' | 'see-own-metrics' | 'see-all-metrics' | 'see-conversations'
  | 'see-knowledge' | 'edit-knowledge' | 'manage-accounts' | 'see-audit'

export interface SignedIn {
  name: string
  displayName: string
  role: Role
  permissions: Permission[]
}

export interface Account {
  name: string
  displayName: string
  role: Role
  disabled: boolean
  createdAt: string
}

export interface AuditEntry {
  id: number
  at: string
  who: string
  action: string
  subject: string
  detail: unknown
}

export interface SetupForm {
  token: string
  name: string
  displayName: string
  password: string
}

export type AccountPatch = Partial<Pick<Account, 'displayName' | 'role' | 'disabled'> & { password: string }>

export const accessApi = {
  setupNeeded: () => api.get<{ needed: boolean }>('/setup').then((r) => r.needed),
  setup: (form: SetupForm) => api.post<{ account: Account }>('/setup', form),
  session: () => api.get<{ account: SignedIn }>('/session').then((r) => r.account),
  signIn: (name: string, password: string) => api.post<unknown>('/sessions', { name, password }),
  signOut: () => api.delete<void>('/session'),
  changePassword: (old: string, fresh: string) => api.post<void>('/session/password', { old, new: fresh }),
  ticket: () => api.post<{ ticket: string }>('/tickets').then((r) => r.ticket),
  accounts: () => api.get<{ accounts: Account[] }>('/accounts').then((r) => r.accounts),
  create: (account: { name: string; displayName: string; role: Role; password: string }) =>
    api.post<{ account: Account }>('/accounts', account).then((r) => r.account),
  change: (name: string, patch: AccountPatch) =>
    api.patch<{ account: Account }>(`/accounts/${part(name)}`, patch).then((r) => r.account),
  audit: (before: number | null, limit: number) =>
    api.get<{ entries: AuditEntry[] }>('/audit', { before, limit }).then((r) => r.entries),
}
