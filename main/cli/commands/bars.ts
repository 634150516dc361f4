import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BarColumns } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { BarsQuery } from '../../engine/bars-query/bars-query.ts'
import { queryBars } from '../../engine/bars-query/query-bars.ts'
import { writeWholeFile } from '../../engine/files/whole-file.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoreReader } from '../../engine/store/store.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import type { Arguments } from '../arguments.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { barLines, barsHeader } from '../bars-csv.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io, Output } from '../io.ts'
import { noSession } from '../no-session.ts'

const lettersAtOnce = 64 * 1024

/** Prints bars of one symbol. */
export const bars: Command = {
  name: 'bars',
  usage:
    '--store F --symbol S --interval 5m (--session D | --from D --to D) [--hours regular|all] ' +
    '[--view as-traded|as-repaired] [--at TIME] [--out FILE] [--overlay F]',
  summary: 'Bars of a symbol as CSV: start,open,high,low,close,volume,state',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbol: { value: 'S', help: 'the symbol' },
    interval: { value: '5m', help: 'length of a bar: 1m 5m 15m 1h 1d 1w, or any count of them' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    from: { value: 'D', help: 'first of several sessions' },
    to: { value: 'D', help: 'last of several sessions, included' },
    hours: { value: 'HOURS', help: 'regular (unless told) or all: also before the open and after the close' },
    ...viewOption,
    at: { value: 'TIME', help: 'only bars that had ended by YYYY-MM-DDTHH:MM:SSZ' },
    out: { value: 'FILE', help: 'write into a file instead of stdout' },
    ...overlayOption,
  },
  operands: [],
  async run(args, io) {
    const storePath = args.requiredPath('store')
    const query = readQuery(args, io)
    const out = args.path('out')
    const calendars = readCalendars(args, io)
    const store = openStore(storePath, { access: 'read' })
    try {
      const { exchange } = storedSymbol(store, query.symbol)
      const calendar = calendars.of(exchange)
      await tellChanges(calendars, exchange, io)
      if (args.has('session')) checkSession(store, calendar, query)
      const parts = queryBars(store, calendar, query)
      const count = await (out === undefined
        ? writeBars(parts, (text) => io.stdout.write(text), io.signal)
        : writeWholeFile(out, (write) => writeBars(parts, write, io.signal)))
      if (count === 0) await io.stderr.write(`${noBarsNote(query, store.path)}\n`)
    } finally {
      store.close()
    }
  },
}

function readQuery(args: Arguments, io: Io): BarsQuery {
  const at = args.instant('at')
  return {
    symbol: args.requiredSymbol('symbol'),
    interval: args.requiredInterval('interval'),
    ...readSessions(args),
    hours: args.choice('hours', ['regular', 'all'], 'regular'),
    view: parseView(args),
    at,
    clock: at ?? io.time.now(),
  }
}

function readSessions(args: Arguments): { readonly from: SessionDate; readonly to: SessionDate } {
  const session = args.date('session')
  const { from, to } = args.dateRange()
  if (session && (from || to)) throw args.wrong('--session and --from or --to exclude each other')
  if (session) return { from: session, to: session }
  if (!from || !to) throw args.wrong('--session, or --from and --to, is missing')
  return { from, to }
}

/** A date that was asked for by itself must be a session, or have bars all the same. */
function checkSession(store: StoreReader, calendar: TradingCalendar, { symbol, from }: BarsQuery): void {
  if (calendar.session(from)) return
  const isStored = store
    .intervals(symbol)
    .some((interval) => store.sessions(symbol, interval, from, from).length > 0)
  if (!isStored) throw noSession(calendar, from)
}

/** Writes bars as CSV and tells how many they were; in between the event loop has its turn, to hear of Ctrl+C. */
async function writeBars(
  parts: Iterable<BarColumns>,
  write: Output['write'],
  signal: AbortSignal,
): Promise<number> {
  let count = 0
  let text = barsHeader
  for (const columns of parts) {
    count += columns.start.length
    text += barLines(columns)
    if (text.length < lettersAtOnce) continue
    await write(text)
    text = ''
    await nextTurn()
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled; not all bars were written.')
  }
  if (text !== '') await write(text)
  return count
}

function noBarsNote({ symbol, from, to, at }: BarsQuery, path: string): string {
  const sessions = from === to ? `session ${from}` : `sessions ${from} to ${to}`
  return `${symbol}: ${path} has no such bars of ${sessions}${at === undefined ? '' : ' by that time'}`
}
