import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { runOf, type SessionFile } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'

/** What a window shows of a replay, as far as a session file tells it. */
export interface ShownReplay {
  readonly session: SessionDate
  readonly exchange: string
  readonly symbols: readonly string[]
  readonly hours: Hours
  readonly interval: Interval
  readonly speed: ReplaySpeed
}

/**
 * The replay that is shown as a session file. What `before` tells and no control of the window changes is kept: the
 * file that it was started with. `trailing` are its trailing windows where there was none. A session within
 * the dates of that file leaves them as they are.
 */
export function fileOfReplay(
  shown: ShownReplay,
  before: SessionFile | undefined,
  trailing: readonly TrailingWindow[],
): SessionFile {
  const { session, exchange, symbols, hours, interval, speed } = shown
  const { session: _session, from: _from, to: _to, ...kept } = before ?? { trailing }
  const others = (before?.intervals ?? []).filter((other) => other !== interval)
  return {
    ...datesOf(session, before),
    ...kept,
    symbols: [...symbols],
    exchange,
    hours,
    intervals: [interval, ...others],
    speed,
  }
}

function datesOf(
  session: SessionDate,
  before: SessionFile | undefined,
): Pick<SessionFile, 'session' | 'from' | 'to'> {
  if (!before || before.session !== undefined) return { session }
  const { from, to } = runOf(before)
  return session >= from && session < to ? { from: session, to } : { session }
}

/**
 * What a window shows for a session file of which `symbols` take part from `session` on; what the file does not
 * tell stays as it is in `now`. `offered` are the intervals that charts have.
 */
export function replayOfFile(
  file: SessionFile,
  { session, exchange, symbols }: Pick<ShownReplay, 'session' | 'exchange' | 'symbols'>,
  now: Pick<ShownReplay, 'interval' | 'speed'>,
  offered: readonly Interval[],
): ShownReplay {
  return {
    session,
    exchange,
    symbols,
    hours: file.hours ?? 'regular',
    interval: file.intervals?.find((interval) => offered.includes(interval)) ?? now.interval,
    speed: file.speed ?? now.speed,
  }
}
