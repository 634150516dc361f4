import { create } from 'zustand'
import type { Readiness } from '#shared/session-file/readiness.ts'
import type { SessionFile } from '#shared/session-file/session-file.ts'

/** A session file on its way to a replay. */
export type OpenedFile =
  | { readonly state: 'reading'; readonly name: string }
  | {
      readonly state: 'read'
      readonly name: string
      readonly file: SessionFile
      /** Undefined while no store is open. */
      readonly readiness: Readiness | undefined
    }
  | { readonly state: 'failed'; readonly name: string; readonly cause: string }

interface SessionFileState {
  /** The file that was opened last; it stays after its sheet was closed, for what is missing. */
  readonly opened: OpenedFile | undefined
  /** Whether the data view shows what it lacks. */
  readonly showsMissing: boolean
}

export const useSessionFile = create<SessionFileState>(() => ({ opened: undefined, showsMissing: false }))
