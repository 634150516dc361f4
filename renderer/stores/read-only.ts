import type { StoreState } from '#shared/protocol/store-calls.ts'
import { useOpenStore } from './open-store.ts'

/** Why the store can be read but not changed, and what to do; undefined where it can be changed. */
export function readOnlyReason(store: Pick<StoreState, 'access' | 'owner'> | undefined): string | undefined {
  if (store?.access !== 'read-only') return undefined
  if (store.owner === undefined)
    return 'The store is read-only: its file or its folder cannot be written to. Change their permissions, then try again.'
  return `The store is read-only: ${store.owner} owns it. It can be changed once that has ended.`
}

/** The same of the open store. */
export function useReadOnlyReason(): string | undefined {
  return useOpenStore(({ store }) => readOnlyReason(store))
}
