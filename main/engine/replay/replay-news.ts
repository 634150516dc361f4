import type { StartFacts } from '#shared/prefetch/session-start.ts'
import type { Failure } from '#shared/protocol/failure.ts'
import type {
  Frame,
  PreviousCloses,
  ReplayInfo,
  ReplayOpening,
  ReplayRolled,
} from '#shared/protocol/replay-calls.ts'
import type { SessionReport } from '#shared/protocol/session-calls.ts'
import type { Replay } from './replay.ts'

/** Hears what goes on in the one open replay. */
export interface ReplayNews {
  frame(frame: Frame): void
  /** A session stands elsewhere than before; that of the replay's own exchange comes first. */
  sessions(reports: readonly SessionReport[]): void
  /** The charts of a session that is being opened are shown from now on. */
  opening?(news: ReplayOpening): void
  /** The next session of a range took the place of one that ended. */
  rolled(news: ReplayRolled): void
  /** Symbols closed elsewhere in the session before than was told. */
  previousCloses?(closes: PreviousCloses): void
  /** Another replay is open than before, or none. */
  opened(replay: Replay | undefined): void
  /** A replay was opened by its user, and how that went. */
  started?(info: ReplayInfo, start: StartFacts): void
  /** A symbol was left out. */
  trouble(failure: Failure): void
}
