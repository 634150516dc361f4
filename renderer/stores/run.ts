import { create } from 'zustand'
import type { SessionFile } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'

/** The run of a session file: what it says of the replay beside what the window's own controls show. */
export interface Run {
  /** The name of the file, without its folder. */
  readonly name: string
  readonly file: SessionFile
  /** Those of its symbols that take part, shown in place of a watchlist until one is chosen. */
  readonly symbols: readonly string[]
  /** Earlier sessions that it keeps at hand: its own windows, and those that its indicators warm up with. */
  readonly windows: readonly TrailingWindow[]
}

/** The session file that the replay was started with; undefined when there was none. */
export const useRun = create<{ readonly run: Run | undefined }>(() => ({ run: undefined }))
