import { create } from 'zustand'
import { readRemembered, remember } from './remembered.ts'

const leastHeight = 104
const mostHeight = 640

interface StripsState {
  /** Undefined until the user opens or folds them: then they open with the first trade. */
  readonly open: boolean | undefined
  /** In pixels. */
  readonly height: number
  /** Sets the height within its bounds; remembers it when `isLast`. */
  setHeight(height: number, isLast: boolean): void
}

/** Trades and equity under the transport: whether they are open, and how high. */
export const useStrips = create<StripsState>((set) => ({
  open: readRemembered().strips.open,
  height: readRemembered().strips.height,
  setHeight(wanted, isLast) {
    const height = Math.round(Math.max(leastHeight, Math.min(mostHeight, wanted)))
    set({ height })
    if (isLast) remember({ strips: { ...readRemembered().strips, height } })
  },
}))

export function shownStrips({ open }: Pick<StripsState, 'open'>, hasTrades: boolean): boolean {
  return open ?? hasTrades
}

/** Opens what is folded, and the other way round. */
export function toggleStrips(isOpen: boolean): void {
  useStrips.setState({ open: !isOpen })
  remember({ strips: { open: !isOpen, height: useStrips.getState().height } })
}
