import { create } from 'zustand'
import type { RecentStore } from '#shared/protocol/desktop-contract.ts'
import type { StoreState } from '#shared/protocol/store-calls.ts'
import type { Remembered } from './remembered.ts'

interface OpenStoreState {
  /** The store that is open, as the engine described it last. */
  readonly store: StoreState | undefined
  /** A store that is being opened or made. */
  readonly opening: { readonly path: string; readonly making: boolean } | undefined
  /** Why the last one could not be opened. */
  readonly failure: { readonly path: string; readonly message: string } | undefined
  readonly recents: readonly RecentStore[]
  /** What was shown of it before it was opened this time. */
  readonly shownBefore: Remembered['stores'][string] | undefined
}

export const useOpenStore = create<OpenStoreState>(() => ({
  store: undefined,
  opening: undefined,
  failure: undefined,
  recents: [],
  shownBefore: undefined,
}))
