import { sliceColumns } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { StreamCoordinator } from '../coordinator/stream-coordinator.ts'
import type { LoadedSession } from '../replay/loaded-session.ts'
import { sourceOf } from '../replay/symbol-source.ts'
import { SessionData } from '../session/session-data.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { ExpectedSlots } from '../upkeep/detect/expected-slots.ts'
import { detectGaps } from '../upkeep/detect/gap-detector.ts'
import { barsKnownBy } from './bars-known-by.ts'
import { checkDelivery, checkGaps, firstDifference } from './check-delivery.ts'
import { StepChecks, type SymbolHours } from './check-step.ts'
import { SymbolTrace } from './trace.ts'
import { Findings, type Violation } from './violation.ts'

/** Work of the second run between two stops. */
const sliceMs = 4

/** What a verified session came to. */
export interface VerifyReport {
  readonly session: SessionDate
  readonly symbols: number
  /** How many checks were made. */
  readonly checked: number
  readonly violations: readonly Violation[]
}

/**
 * Replays a session minute by minute and checks at each what must always hold, then goes back to the middle and
 * on again, which must come to the same. Stops before each minute of the first run, each symbol of the checks at its
 * end, and now and then in the second run, so that the caller can see to other work; `elapsed` counts milliseconds.
 */
export function* verifyMinutes(
  loaded: LoadedSession,
  elapsed: () => number,
): Generator<EpochMs, VerifyReport, undefined> {
  const { session, hours, start, end, symbols } = loaded
  const hoursOf = hoursBySymbol(loaded)
  const findings = new Findings()
  const time = new SimulatedTime(start)
  const data = new SessionData(session, time, hours)
  const coordinator = new StreamCoordinator(time, data, symbols.map(sourceOf), elapsed)
  const traces = symbols.map(({ symbol }) => new SymbolTrace(data.symbolSession(symbol)))
  const checks = new StepChecks(hoursOf, findings)

  for (let clock = start; clock < end; ) {
    clock = Math.min(addMs(clock, minuteMs), end) as EpochMs
    yield clock
    coordinator.advanceTo(clock)
    checks.check({ clock: coordinator.now(), symbols: traces.map((trace) => trace.step()) })
  }
  findings.check(
    'the end is the close, with nothing left to deliver',
    '',
    end,
    coordinator.now() === end,
    () => `the clock stands at ${coordinator.now()}`,
  )
  for (const loadedSymbol of symbols) {
    const { symbol } = loadedSymbol
    yield end
    const bars = data.getLastNBars(symbol, data.getBarCount(symbol))
    const known = barsKnownBy(loadedSymbol, end)
    checkDelivery(findings, symbol, end, bars, known)
    const slots = new ExpectedSlots(hoursOf(symbol), minuteMs)
    const gaps = detectGaps(slots, known, end).gaps()
    checkGaps(findings, symbol, bars, data.getSessionMetrics(symbol).recorded, { slots, gaps, end })
  }
  yield* checkSecondRun(findings, loaded, data, coordinator)
  return {
    session: session.date,
    symbols: symbols.length,
    checked: findings.checked,
    violations: findings.violations,
  }
}

/** When each symbol trades, on its own exchange. */
function hoursBySymbol({ symbols, hours }: LoadedSession): (symbol: string) => SymbolHours {
  const bySymbol = new Map(
    symbols.map(({ symbol, exchange: { session } }): [string, SymbolHours] => [
      symbol,
      { segments: session.segments, stretches: anchoredStretches(session, hours) },
    ]),
  )
  return (symbol) => bySymbol.get(symbol) ?? { segments: [], stretches: [] }
}

/** The stretches of a session that derived bars are anchored to: its hours, and with all hours what lies around them. */
function anchoredStretches({ segments, preMarket, postMarket }: Session, hours: Hours): readonly Segment[] {
  if (hours === 'regular') return segments
  const breaks = segments
    .slice(1)
    .map(({ open }, index) => ({ open: (segments[index] as Segment).close, close: open }))
  return [preMarket, ...segments, ...breaks, postMarket].filter((stretch) => stretch !== undefined)
}

/** The same in one go. */
export function verifySession(loaded: LoadedSession, elapsed: () => number): VerifyReport {
  const minutes = verifyMinutes(loaded, elapsed)
  let minute = minutes.next()
  while (!minute.done) minute = minutes.next()
  return minute.value
}

function* checkSecondRun(
  findings: Findings,
  { start, end, symbols }: LoadedSession,
  data: SessionData,
  coordinator: StreamCoordinator,
): Generator<EpochMs, void, undefined> {
  const endState = (symbol: string) => {
    const { columns, from, to } = data.getLastNBars(symbol, data.getBarCount(symbol))
    return { columns: sliceColumns(columns, from, to), metrics: data.getSessionMetrics(symbol) }
  }
  const first = symbols.map(({ symbol }) => endState(symbol))
  coordinator.rewindTo((Math.floor((start + end) / 2 / minuteMs) * minuteMs) as EpochMs)
  while (!coordinator.advanceTo(end, sliceMs)) yield end
  for (const [index, { symbol }] of symbols.entries()) {
    const was = first[index]
    const is = endState(symbol)
    const same =
      was !== undefined &&
      firstDifference(was.columns, is.columns) === undefined &&
      JSON.stringify(was.metrics) === JSON.stringify(is.metrics)
    findings.check(
      'a second run ends in the same state',
      symbol,
      end,
      same,
      () => 'going back to the middle and on again came to other bars or totals',
    )
  }
}
