import { at } from '#shared/bars/columns.ts'
import { intradayMs } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { barEnd } from '../../store/bar-end.ts'
import type { BarRequest } from '../data-source.ts'

/** What the bars of one session that lie somewhere cover. */
export interface SessionSpan {
  /** When the first bar starts and the last one ends. */
  readonly start: EpochMs
  readonly end: EpochMs
  /** Milliseconds without a bar before the first one or behind the last one that are nothing unusual. */
  readonly usualSilenceMs: number
}

/** A longer hole between two bars is no measure of how quiet a symbol is: it may be a fault itself. */
const longestUsualMs = 5 * minuteMs

/** What bars cover of sessions, as far as bars of a request's symbols were met. */
export class SessionSpans {
  readonly #request: BarRequest
  readonly #calendar: TradingCalendar
  readonly #starts = new Map<string, Float64Array[]>()

  constructor(request: BarRequest, calendar: TradingCalendar) {
    this.#request = request
    this.#calendar = calendar
  }

  /** Takes note of bars of a session by their starts, in order. */
  add(symbol: string, session: SessionDate, starts: Float64Array): void {
    const key = `${symbol} ${session}`
    if (starts.length > 0) this.#starts.set(key, [...(this.#starts.get(key) ?? []), starts])
  }

  /** Undefined where no bar of the session was met. */
  of(symbol: string, session: Session): SessionSpan | undefined {
    const pieces = this.#starts.get(`${symbol} ${session.date}`)
    if (!pieces) return undefined
    const starts = joined(pieces)
    const start = at(starts, 0)
    const end = barEnd(this.#calendar, this.#request.interval, session.date, at(starts, starts.length - 1))
    const isWhole = start <= session.open && end >= session.close
    const usualSilenceMs = isWhole ? 0 : longestHole(starts, this.#request, session)
    return { start: start as EpochMs, end: end as EpochMs, usualSilenceMs }
  }
}

/** The longest hole between two bars of the regular hours, of those that are short enough to be usual. */
function longestHole(starts: Float64Array, { interval }: BarRequest, { open, close }: Session): number {
  const stepMs = intradayMs(interval) ?? minuteMs
  let longest = 0
  for (let index = 1; index < starts.length; index++) {
    const [before, start] = [at(starts, index - 1), at(starts, index)]
    if (before < open || start >= close) continue
    const hole = start - before - stepMs
    if (hole > longest && hole <= longestUsualMs) longest = hole
  }
  return longest
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  const [first] = pieces
  if (first && pieces.length === 1) return first
  return Float64Array.from(pieces.flatMap((piece) => [...piece])).sort()
}
