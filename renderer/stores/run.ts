import { create } from 'zustand'
import type { SessionFile } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'

interface RunSymbols {
  /** Shown in place of a watchlist until one is chosen. */
  readonly symbols: readonly string[]
}

/** What the replay was started with beside what the window's own controls show. */
export type Run =
  | (RunSymbols & {
      readonly kind: 'file'
      /** The name of the session file, without its folder. */
      readonly name: string
      readonly file: SessionFile
      /** Earlier sessions that it keeps at hand: its own windows, and those that its indicators warm up with. */
      readonly windows: readonly TrailingWindow[]
    })
  /** The name of a plan of prefetch, or of a backtest. */
  | (RunSymbols & { readonly kind: 'plan' | 'backtest'; readonly name: string })

/** What the replay was started with; undefined when it was a watchlist. */
export const useRun = create<{ readonly run: Run | undefined }>(() => ({ run: undefined }))
