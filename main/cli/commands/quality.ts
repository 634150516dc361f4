import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../../engine/calendars/calendars.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoredSymbol, StoreReader } from '../../engine/store/store.ts'
import { nextTurn } from '../../engine/time/ticker.ts'
import { type QualityReport, qualitySteps, type SessionQuality } from '../../engine/upkeep/quality/quality.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { keepGrades } from '../keep-grades.ts'
import { noSession } from '../no-session.ts'
import { progressOf } from '../progress.ts'
import { storedSymbol } from '../symbols.ts'
import { textTable } from '../text-table.ts'

/** Tells how complete stored sessions are. */
export const quality: Command = {
  name: 'quality',
  usage: '--store F [--symbol S] (--session D | --from D --to D) [--overlay F] [--json]',
  summary: 'How many of the expected minutes of each session have a bar, and what became of the others',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbol: { value: 'S', help: 'the symbol; without it all symbols of the store' },
    session: { value: 'D', help: 'one session, YYYY-MM-DD' },
    from: { value: 'D', help: 'first session of several' },
    to: { value: 'D', help: 'last session of several, included' },
    ...overlayOption,
    json: {
      help:
        'print [{symbol, session, expected, recorded, filled, noTrade, halted, missing, pending, coverage, explained}]; ' +
        'noTrade is what was asked for and is empty; coverage and explained are percent of the minutes that have ended',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbol = args.symbol('symbol')
    const { from, to } = sessionsAsked(args)
    const calendars = readCalendars(args, io)
    const store = openStore(path, { access: 'read' })
    let report: QualityReport
    try {
      const symbols = symbol === undefined ? store.symbols() : [storedSymbol(store, symbol)]
      for (const exchange of new Set(symbols.map((stored) => stored.exchange)))
        await tellChanges(calendars, exchange, io)
      report = await gradeInTurns(store, calendars, symbols, { from, to }, io)
      if (report.rows.length === 0) await io.stderr.write(nothingNote(calendars, symbols, from, to))
    } finally {
      store.close()
    }
    keepGrades(path, report, io.time)
    await io.stdout.write(args.has('json') ? jsonOf(report.rows) : tableOf(report.rows))
  },
}

function sessionsAsked(args: Arguments): { readonly from: SessionDate; readonly to: SessionDate } {
  const session = args.date('session')
  const { from, to } = args.dateRange()
  if (session && (from || to)) throw args.wrong('give --session or --from and --to, not both')
  if (session) return { from: session, to: session }
  if (!from || !to) throw args.wrong('--session, or --from and --to, is missing')
  return { from, to }
}

async function gradeInTurns(
  store: StoreReader,
  calendars: Calendars,
  symbols: readonly StoredSymbol[],
  span: { readonly from: SessionDate; readonly to: SessionDate },
  io: Io,
): Promise<QualityReport> {
  const progress = progressOf<{ readonly done: number; readonly symbol: string }>(io, {
    share: ({ done }) => done / symbols.length,
    rate: ({ done }, seconds) => `${Math.round(done / seconds)} symbols/s`,
    label: ({ symbol }) => symbol,
  })
  try {
    const steps = qualitySteps(store, io.time, calendars, { symbols, ...span })
    for (let done = 0; ; ) {
      const step = steps.next()
      if (step.done) return step.value
      if (step.value === undefined) continue
      progress.show({ done: done++, symbol: step.value })
      await nextTurn(io.ticker)
      if (io.signal.aborted)
        throw new Failure('cancelled', `${store.path}: cancelled; not every symbol was counted.`)
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

/** These keys and no others, in this order; a share that nothing is known of is null. */
function jsonOf(rows: readonly SessionQuality[]): string {
  const printed = rows.map((row) => ({
    symbol: row.symbol,
    session: row.session,
    expected: row.expected,
    recorded: row.recorded,
    filled: row.filled,
    noTrade: row.noTrade,
    halted: row.halted,
    missing: row.missing,
    pending: row.pending,
    coverage: row.coverage ?? null,
    explained: row.explained ?? null,
  }))
  return `${JSON.stringify(printed)}\n`
}

const numeric = [
  'expected',
  'recorded',
  'filled',
  'no trade',
  'halted',
  'missing',
  'pending',
  'coverage',
  'explained',
]

function tableOf(rows: readonly SessionQuality[]): string {
  if (rows.length === 0) return 'No sessions.\n'
  const percent = (share: number | undefined) => (share === undefined ? 'unknown' : `${share.toFixed(1)} %`)
  const cells = rows.map((row) => [
    row.symbol,
    row.session,
    ...[row.expected, row.recorded, row.filled, row.noTrade, row.halted, row.missing, row.pending].map(
      String,
    ),
    percent(row.coverage),
    percent(row.explained),
  ])
  return textTable(['symbol', 'session', ...numeric], cells, numeric)
}
