import { setValues, valuesAt } from '#shared/bars/bar-values.ts'
import { allocateColumns, at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { BacktestInput, RunBars } from '../run/backtest-input.ts'
import { barEnds, joined, startsOf } from '../run/longer-bars.ts'

/** Makes other bars of those of one session. */
type OfSession = (columns: BarColumns, session: Session) => BarColumns

/**
 * The run with a bar in every expected place of a session from its first bar on: where none came, one stands at the
 * last close without volume, as programs do that fill forward. Such bars are synthetic and fill no order.
 */
export function forwardFilled(input: BacktestInput): BacktestInput {
  const step = intradayMs(input.interval)
  if (step === undefined) return input
  return withBars(input, (columns, session) => fillForward(columns, session, step))
}

/** The run without the sessions in which any of its symbols lacks an expected bar. */
export function withoutGappySessions(input: BacktestInput): BacktestInput {
  const step = intradayMs(input.interval)
  if (step === undefined) return input
  const whole = input.sessions.map((session, number) =>
    input.symbols.every(
      ({ sessionStarts }) =>
        (sessionStarts[number + 1] ?? 0) - (sessionStarts[number] ?? 0) === placesOf(session, step).length,
    ),
  )
  const numbers = [...whole.keys()].filter((number) => whole[number])
  const sessions = input.sessions.filter((_, number) => whole[number])
  return {
    ...input,
    sessions,
    symbols: input.symbols.map((bars) => {
      const parts = numbers.map((number) => partOf(bars, number))
      return {
        ...madeOf(bars, parts, sessions, input.interval),
        actions: bars.actions.flatMap((action) => {
          // What happened before a session that is left out happened before the next one that is not.
          const session = numbers.findIndex((number) => number >= action.session)
          return session <= 0 ? [] : [{ ...action, session }]
        }),
      }
    }),
  }
}

function withBars(input: BacktestInput, change: OfSession): BacktestInput {
  const { sessions, interval } = input
  return {
    ...input,
    symbols: input.symbols.map((bars) => {
      const parts = sessions.map((session, number) => change(partOf(bars, number), session))
      return madeOf(bars, parts, sessions, interval)
    }),
  }
}

function partOf({ columns, sessionStarts }: RunBars, number: number): BarColumns {
  return sliceColumns(columns, sessionStarts[number] ?? 0, sessionStarts[number + 1] ?? 0)
}

function madeOf(
  bars: RunBars,
  parts: readonly BarColumns[],
  sessions: readonly Session[],
  interval: Interval,
): RunBars {
  return {
    ...bars,
    columns: joinColumns(parts),
    end: joined(parts.map((part, number) => barEnds(part, interval, sessions[number] as Session))),
    sessionStarts: startsOf(parts.map(({ start }) => start.length)),
  }
}

/** Starts of the bars that a session should have. */
function placesOf({ segments }: Session, step: number): readonly number[] {
  return segments.flatMap(({ open, close }) =>
    Array.from({ length: Math.ceil((close - open) / step) }, (_, place) => open + place * step),
  )
}

function fillForward(columns: BarColumns, session: Session, step: number): BarColumns {
  const { start } = columns
  const first = start.length > 0 ? at(start, 0) : Number.POSITIVE_INFINITY
  const there = new Set(start)
  const holes = placesOf(session, step).filter((place) => place > first && !there.has(place))
  if (holes.length === 0) return columns
  const filled = allocateColumns(start.length + holes.length)
  let bar = 0
  let hole = 0
  for (let index = 0; index < filled.start.length; index += 1) {
    const isBar = bar < start.length && (hole >= holes.length || at(start, bar) < (holes[hole] ?? 0))
    if (isBar) {
      filled.start[index] = at(start, bar)
      setValues(filled, index, valuesAt(columns, bar))
      bar += 1
      continue
    }
    const close = at(filled.close, index - 1)
    filled.start[index] = holes[hole] ?? 0
    setValues(filled, index, { open: close, high: close, low: close, close, volume: 0, state: synthetic })
    hole += 1
  }
  return filled
}
