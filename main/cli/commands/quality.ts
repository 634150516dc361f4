import { type Interval, intradayMs, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../../engine/calendars/calendars.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoredSymbol } from '../../engine/store/store.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import { nextTurn } from '../../engine/time/ticker.ts'
import { intervalQualitySteps } from '../../engine/upkeep/quality/interval-quality.ts'
import { type QualityReport, qualitySteps } from '../../engine/upkeep/quality/quality.ts'
import { qualityBySource } from '../../engine/upkeep/quality/source-quality.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { keepGrades } from '../keep-grades.ts'
import { noSession } from '../no-session.ts'
import { progressOf } from '../progress.ts'
import { rowsText, sourcesText } from './quality-text.ts'

/** Tells how complete stored sessions are. */
export const quality: Command = {
  name: 'quality',
  usage:
    '--store F [--symbol S] (--session D | --from D --to D) [--interval I | --by source] [--overlay F] [--json]',
  summary: 'How many of the expected minutes of each session have a bar, and what became of the others',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbol: { value: 'S', help: 'the symbol; without it all symbols of the store' },
    session: { value: 'D', help: 'one session, YYYY-MM-DD' },
    from: { value: 'D', help: 'first session of several' },
    to: { value: 'D', help: 'last session of several, included' },
    interval: {
      value: 'I',
      help:
        'count bars of this interval instead of minutes, 1d at most: those that are stored, else windows of which at ' +
        'least one minute has a bar; filled when all of these were',
    },
    by: {
      value: 'source',
      help:
        'tell where the minutes came from, all sessions together: recorded by which feed, filled from which source; ' +
        'minutes without a bar have no source. With --json: [{symbol, kind, source, minutes, sessions}]',
    },
    ...overlayOption,
    json: {
      help:
        'print [{symbol, session, expected, recorded, filled, noTrade, halted, missing, pending, late, coverage, ' +
        'explained}]; noTrade is what was asked for and is empty; late are those of the recorded and filled minutes ' +
        'whose bar is known to have come after their end, no other minutes; coverage and explained are percent of the ' +
        'minutes that have ended',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbol = args.symbol('symbol')
    const span = sessionsAsked(args)
    const interval = intervalAsked(args)
    const bySource = args.optionalChoice('by', ['source']) !== undefined
    if (bySource && interval !== oneMinute)
      throw args.wrong('--by source counts minutes; give it without --interval')
    const calendars = readCalendars(args, io)
    const isJson = args.has('json')
    const store = openStore(path, { access: 'read' })
    let report: QualityReport | undefined
    let text: string
    try {
      const symbols = symbol === undefined ? store.symbols() : [storedSymbol(store, symbol)]
      for (const exchange of new Set(symbols.map((stored) => stored.exchange)))
        await tellChanges(calendars, exchange, io)
      const query = { symbols, ...span }
      if (interval === oneMinute)
        report = await countInTurns(qualitySteps(store, io.time, calendars, query), symbols, path, io)
      const rows =
        report?.rows ??
        (await countInTurns(
          intervalQualitySteps(store, io.time, calendars, query, interval),
          symbols,
          path,
          io,
        ))
      if (rows.length === 0) await io.stderr.write(nothingNote(calendars, symbols, span.from, span.to))
      text = bySource
        ? sourcesText(qualityBySource(store, calendars, query, rows), isJson)
        : rowsText(rows.toArray(), isJson)
    } finally {
      store.close()
    }
    if (report) keepGrades(path, report, io.time)
    await io.stdout.write(text)
  },
}

/** An interval that a session has bars of; minutes unless told. */
function intervalAsked(args: Arguments): Interval {
  const interval = args.interval('interval') ?? oneMinute
  if (intradayMs(interval) === undefined && interval !== oneDay)
    throw args.wrong(`a ${interval} bar is longer than a session; --interval is 1d at most`)
  return interval
}

function sessionsAsked(args: Arguments): { readonly from: SessionDate; readonly to: SessionDate } {
  const session = args.date('session')
  const { from, to } = args.dateRange()
  if (session && (from || to)) throw args.wrong('give --session or --from and --to, not both')
  if (session) return { from: session, to: session }
  if (!from || !to) throw args.wrong('--session, or --from and --to, is missing')
  return { from, to }
}

/** Counts symbol after symbol and shows how far it is; a step names the symbol that comes next, or nothing on the way. */
async function countInTurns<T>(
  steps: Generator<string | undefined, T, undefined>,
  symbols: readonly StoredSymbol[],
  path: string,
  io: Io,
): Promise<T> {
  const places = new Map(symbols.map(({ symbol }, place) => [symbol, place]))
  const progress = progressOf<{ readonly done: number; readonly symbol: string }>(io, {
    share: ({ done }) => done / symbols.length,
    rate: ({ done }, seconds) => `${Math.round(done / seconds)} symbols/s`,
    label: ({ symbol }) => symbol,
  })
  try {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value
      if (step.value === undefined) continue
      progress.show({ done: places.get(step.value) ?? 0, symbol: step.value })
      await nextTurn(io.ticker)
      if (io.signal.aborted)
        throw new Failure('cancelled', `${path}: cancelled; not every symbol was counted.`)
    }
  } finally {
    progress.clear()
  }
}

function nothingNote(
  calendars: Calendars,
  symbols: readonly StoredSymbol[],
  from: SessionDate,
  to: SessionDate,
): string {
  const [first] = symbols
  if (!first) return 'the store is empty, import bars into it first\n'
  const calendar = calendars.of(first.exchange)
  return from === to
    ? `${noSession(calendar, from).message}\n`
    : `${calendar.exchange} has no session from ${from} to ${to}\n`
}
