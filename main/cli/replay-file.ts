import { usualAdjustment } from '#shared/bars/adjustment-mode.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { windowsFor } from '#shared/session-file/needs.ts'
import type { Readiness } from '#shared/session-file/readiness.ts'
import { runOf, type SessionFile } from '#shared/session-file/session-file.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import { loadSession } from '../engine/replay/load-session.ts'
import { isEmpty } from '../engine/replay/loaded-session.ts'
import type { ReplayReport } from '../engine/replay/report.ts'
import { RunIndicators } from '../engine/replay/run-indicators.ts'
import { readinessOf } from '../engine/session-file/readiness.ts'
import type { StoreReader } from '../engine/store/store.ts'
import { tellChanges } from './calendars.ts'
import type { Io } from './io.ts'
import { needsText } from './needs-text.ts'
import { replayAtSpeed } from './replay-at-speed.ts'
import { readReplayFile } from './session-file.ts'

/** The sessions of a file, one after the other, counted together. */
export interface RunReport extends Omit<ReplayReport, 'session'> {
  /** The session, or the first and the last, e.g. "2024-11-25..2024-11-29". */
  readonly session: string
}

/**
 * Replays what a session file describes: its sessions one after the other, those that the store has bars of. What
 * the run needs and what is missing of it goes to stderr before. Throws a Failure of code 'bad-file' for a file that
 * asks for what there is not, 'no-bars' where nothing can be replayed.
 */
export async function replayFile(
  store: StoreReader,
  calendars: Calendars,
  path: string,
  io: Io,
): Promise<RunReport> {
  const file = readReplayFile(path)
  const readiness = await readinessOf(file, path, { store, calendars }, io.ticker)
  const { exchange, symbols } = readiness
  if (exchange === undefined || symbols.length === 0) throw nothingThere(path, readiness)
  await io.stderr.write(needsText(path, readiness))
  const calendar = calendars.of(exchange)
  await tellChanges(calendars, calendar.exchange, io)
  const { from, to } = runOf(file)
  const reports: ReplayReport[] = []
  for (const session of calendar.sessions(from, to)) {
    const report = await replaySession(store, { file, calendars, calendar, symbols }, session, io)
    if (report) reports.push(report)
  }
  return totalOf(reports, from === to ? from : `${from}..${to}`, symbols.length)
}

interface Run {
  readonly file: SessionFile
  readonly calendars: Calendars
  readonly calendar: TradingCalendar
  readonly symbols: readonly string[]
}

/** One session of a run; undefined where the store has no bars of it. */
async function replaySession(
  store: StoreReader,
  { file, calendars, calendar, symbols }: Run,
  { date }: Session,
  io: Io,
): Promise<ReplayReport | undefined> {
  const { hours = 'regular', adjustment = usualAdjustment, view = 'as-repaired', speed = 'max' } = file
  const { intervals, indicators: lines = [] } = file
  const windows = windowsFor(file, calendar, date)
  const request = { session: date, symbols, hours, adjustment, view, windows }
  const { loaded, leftOut } = await loadSession(store, calendars, calendar, request, io.ticker)
  for (const { failure } of leftOut) await io.stderr.write(`${failure.message}\n`)
  if (loaded.symbols.every(isEmpty)) return undefined
  const indicators = new RunIndicators(lines)
  const report = await replayAtSpeed(loaded, speed, io, {
    intervals: intervals?.filter((interval) => interval !== oneMinute),
    indicators,
  })
  await tellCold(indicators, date, io)
  return report
}

/** Names the indicators that had no value at the first bar of the session for want of earlier bars. */
async function tellCold(indicators: RunIndicators, date: SessionDate, io: Io): Promise<void> {
  const cold = indicators.cold()
  const [first] = cold
  if (!first) return
  const { symbol, line, missing } = first
  const more = cold.length > 1 ? `; so do ${cold.length - 1} others` : ''
  const bars = missing === 1 ? '1 bar' : `${missing} bars`
  await io.stderr.write(
    `${date}: ${symbol}: ${line.name} of ${line.interval} lacks ${bars} before the session to begin with a value${more}\n`,
  )
}

function nothingThere(path: string, { leftOut }: Readiness): Failure {
  const [first] = leftOut
  const others = leftOut.slice(1).map(({ symbol }) => symbol)
  const also = others.length > 0 ? `; left out too: ${others.join(', ')}` : ''
  const cause = first ? `${first.symbol}: ${first.reason}` : 'it names no symbol'
  return new Failure('no-bars', `${path}: nothing can be replayed: ${cause}${also}`)
}

function totalOf(reports: readonly ReplayReport[], session: string, symbols: number): RunReport {
  const sum = (value: (report: ReplayReport) => number) =>
    reports.reduce((total, report) => total + value(report), 0)
  const bars = sum((report) => report.bars)
  const seconds = sum((report) => report.seconds)
  return {
    session,
    symbols,
    bars,
    derived: sum(({ derived }) => derived),
    events: sum(({ events }) => events),
    seconds,
    barsPerSecond: seconds > 0 ? Math.round(bars / seconds) : 0,
  }
}
