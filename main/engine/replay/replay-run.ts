import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { ReplayInfo, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../store/store.ts'
import { spanOfHours } from './hours.ts'
import type { LoadAnswer, SessionRequest } from './load-session.ts'
import type { ChartRequest } from './open-series.ts'
import type { Replay } from './replay.ts'
import type { ReplaySymbols } from './replay-symbols.ts'
import { nextInRange } from './session-range.ts'

export interface ReplayRequest extends SessionRequest {
  /** The last session of a range that is played through; none follows when undefined. */
  readonly until?: SessionDate | undefined
  /** Where the clock is to stand; at the start of the session when undefined. */
  readonly at?: EpochMs | undefined
  readonly speed?: ReplaySpeed | undefined
  /** What is kept of the sessions that it has rolled from, where those before the first one are not to be loaded. */
  readonly keepsPlayed?: readonly TrailingWindow[] | undefined
  /** How often it has rolled. */
  readonly rolls?: number | undefined
}

/** The request for the session that follows when it rolls. */
export function requestOfNext(request: ReplayRequest, next: SessionDate): ReplayRequest {
  const { keepsPlayed, rolls = 0, windows } = request
  const played = rolls + 1
  const kept = keepsPlayed?.map((window) => ({ ...window, sessions: Math.min(window.sessions, played) }))
  return { ...request, session: next, at: undefined, rolls: played, windows: kept ?? windows }
}

/** What a replay was opened with. */
export interface RunOrigin {
  readonly reader: StoreReader
  readonly calendar: TradingCalendar
  /** For its session, which is not always the one the range began with, and for the symbols that it has now. */
  request: ReplayRequest
}

/** The open replay and what it was opened for. */
export interface Run extends RunOrigin {
  readonly replay: Replay
  readonly symbols: ReplaySymbols
  /** What was read for them. */
  answer: LoadAnswer
  /** Open charts by number, to be opened again when the session rolls. */
  readonly charts: Map<number, ChartRequest>
  /** Whether the store has nothing of its sessions that was not read. */
  isAsStored: boolean
}

/** What the window is told of a run as it is now; of its symbols only some, where they are named. */
export function infoOf({ symbols, request: { until } }: Run, only?: readonly string[]): ReplayInfo {
  return { ...symbols.info(only), ...(until !== undefined && { until }) }
}

/** Moves its clock to where it is to stand: where the hours of its exchange begin, unless told. */
export async function goToStart({ replay, answer: { loaded }, request }: Run): Promise<void> {
  const at = request.at ?? spanOfHours(loaded.session, loaded.hours).open
  if (at !== loaded.start) await replay.playback.seek(at)
}

/** The session that follows in the range of a run, if one does. */
export function nextOf({ calendar, request }: Run): SessionDate | undefined {
  return nextInRange(calendar, request.session, request.until)
}
