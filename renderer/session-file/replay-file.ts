import { type AdjustmentMode, usualAdjustment } from '#shared/bars/adjustment-mode.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { IndicatorLine, SessionFile } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'

/** An indicator that a chart draws, whatever its interval is. */
export type DrawnIndicator = Pick<IndicatorLine, 'name' | 'params'>

/** What a window shows of a replay, as far as a session file tells it. */
export interface ShownReplay {
  readonly session: SessionDate
  /** The last session that it plays through to; undefined where none follows. */
  readonly until: SessionDate | undefined
  readonly exchange: string
  readonly symbols: readonly string[]
  readonly hours: Hours
  readonly adjustment: AdjustmentMode
  readonly view: BarView
  readonly interval: Interval
  readonly indicators: readonly DrawnIndicator[]
  readonly speed: ReplaySpeed
}

/** Whether a chart of an interval draws an indicator: those of all symbols and of final bars alone. */
export function isDrawn({ interval, symbols, forming }: IndicatorLine, shown: Interval): boolean {
  return interval === shown && symbols === undefined && !forming
}

/**
 * The replay that is shown as a session file. What `before` tells and no control of the window changes is kept: the
 * file that it was started with. `trailing` are its trailing windows where there was none.
 */
export function fileOfReplay(
  shown: ShownReplay,
  before: SessionFile | undefined,
  trailing: readonly TrailingWindow[],
): SessionFile {
  const { session, until, exchange, symbols, hours, adjustment, view, interval, speed } = shown
  const { session: _session, from: _from, to: _to, indicators: _lines, ...kept } = before ?? { trailing }
  const others = (before?.intervals ?? []).filter((other) => other !== interval)
  const indicators = [
    ...shown.indicators.map(({ name, params }) => ({ name, interval, ...(params && { params }) })),
    ...(before?.indicators ?? []).filter((line) => !isDrawn(line, interval)),
  ]
  return {
    ...(until === undefined ? { session } : { from: session, to: until }),
    ...kept,
    symbols: [...symbols],
    exchange,
    hours,
    adjustment,
    view,
    intervals: [interval, ...others],
    ...(indicators.length > 0 && { indicators }),
    speed,
  }
}

/**
 * What a window shows for a session file that is played `from` its first session; what the file does not tell stays
 * as it is in `now`. `offered` are the intervals that charts have.
 */
export function replayOfFile(
  file: SessionFile,
  from: Pick<ShownReplay, 'session' | 'until' | 'exchange' | 'symbols'>,
  now: Pick<ShownReplay, 'interval' | 'speed'>,
  offered: readonly Interval[],
): ShownReplay {
  const interval = file.intervals?.find((one) => offered.includes(one)) ?? now.interval
  const drawn = (file.indicators ?? []).filter((line) => isDrawn(line, interval))
  return {
    ...from,
    hours: file.hours ?? 'regular',
    adjustment: file.adjustment ?? usualAdjustment,
    view: file.view ?? 'as-repaired',
    interval,
    indicators: drawn.map(({ name, params }) => ({ name, ...(params && { params }) })),
    speed: file.speed ?? now.speed,
  }
}
