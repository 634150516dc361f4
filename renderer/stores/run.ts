import { create } from 'zustand'
import type { SessionFile } from '#shared/session-file/session-file.ts'

/** What a session file says of the replay beside what the window's own controls show. */
export interface Run {
  /** The name of the file, without its folder. */
  readonly name: string
  readonly file: SessionFile
}

/** The session file that the replay was started with; undefined when there was none. */
export const useRun = create<{ readonly run: Run | undefined }>(() => ({ run: undefined }))
