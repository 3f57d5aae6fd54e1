import { computed, readonly, shallowRef } from 'vue'
import { accessApi, type Permission, type SignedIn } from '../api/access'
import { ApiError } from '../api/client'

/** Who is signed in. `undefined`: not asked yet; `null`: nobody. */
const account = shallowRef<SignedIn | null | undefined>(undefined)

export const session = {
  account: readonly(account),
  signedIn: computed(() => Boolean(account.value)),

  may(permission: Permission): boolean {
    return account.value?.permissions.includes(permission) ?? false
  },

  /** Asks the server who is signed in. */
  async load(): Promise<SignedIn | null> {
    try {
      account.value = await accessApi.session()
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      account.value = null
    }
    return account.value
  },

  async signOut(): Promise<void> {
    await accessApi.signOut().catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
    })
    account.value = null
  },

  /** The session ended on the server's side. */
  ended(): void {
    account.value = null
  },
}
