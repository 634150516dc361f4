import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { markClasses } from '#shared/gaps/gap-class.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { openStore } from '../../engine/store/open.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import type { ClassifiedGap } from '../../engine/upkeep/classify/classify-gaps.ts'
import type { LongerGap } from '../../engine/upkeep/classify/longer-gaps.ts'
import type { MarkEvidence } from '../../engine/upkeep/evidence/evidence.ts'
import { GapLedger } from '../../engine/upkeep/gap-ledger.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { longerGapsOf } from '../longer-gaps.ts'
import { intervalUpToDay } from '../longer-stored.ts'
import { noSession } from '../no-session.ts'
import { textTable } from '../text-table.ts'

/** Lists the minutes of a session that have no bar, and why. */
export const gaps: Command = {
  name: 'gaps',
  usage:
    '--store F --symbol S --session D [--interval 1m] [--mark CLASS --from T --to T --reason TEXT] [--overlay F] ' +
    '[--json]',
  summary: 'Minutes of a session that have no bar, with their class and what it follows from',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbol: { value: 'S', help: 'the symbol' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    mark: {
      value: 'CLASS',
      help: `first mark minutes by hand as ${markClasses.join(', ')}, or none to take a mark back`,
    },
    from: { value: 'T', help: 'first minute that is marked, YYYY-MM-DDTHH:MM:SSZ' },
    to: { value: 'T', help: 'where the mark ends; that minute is not in it' },
    reason: { value: 'TEXT', help: 'why it is marked' },
    interval: {
      value: '1m',
      help: 'which stored bars: 1m unless told, or longer ones up to 1d, which are then counted as bars too',
    },
    ...overlayOption,
    json: {
      help: 'print [{symbol, session, start, end, minutes, class, certainty, evidence, tries}], end excluded; of longer bars also bars, how many are missing',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbol = args.requiredSymbol('symbol')
    const session = args.date('session')
    if (!session) throw args.wrong('--session is missing')
    const calendars = readCalendars(args, io)
    const mark = markAsked(args, io)
    const interval = intervalUpToDay(args)
    if (mark) keepMark(path, symbol, mark, io)
    const store = openStore(path, { access: 'read' })
    try {
      const stored = storedSymbol(store, symbol)
      const { exchange } = stored
      const calendar = calendars.of(exchange)
      await tellChanges(calendars, exchange, io)
      if (!calendar.session(session)) await io.stderr.write(`${noSession(calendar, session).message}\n`)
      const found =
        interval === oneMinute
          ? new GapLedger(store, io.time, calendars).gapsOf(symbol, exchange, session)
          : longerGapsOf(store, calendars, stored, session, interval, io.time)
      const rows = found.map((gap) => rowOf(symbol, session, gap))
      await io.stdout.write(args.has('json') ? `${JSON.stringify(rows)}\n` : tableOf(rows, interval))
    } finally {
      store.close()
    }
  },
}

function markAsked(args: Arguments, io: Io): MarkEvidence | undefined {
  const marked = args.optionalChoice('mark', [...markClasses, 'none'] as const)
  const [from, to, reason] = [args.instant('from'), args.instant('to'), args.text('reason')?.trim()]
  if (!marked) {
    if (from || to || reason) throw args.wrong('--mark is missing')
    return undefined
  }
  if (!from || !to || !reason) throw args.wrong('--mark needs --from, --to and --reason')
  if (from >= to) throw args.wrong(`--from ${formatUtc(from)} does not lie before --to ${formatUtc(to)}`)
  return { kind: 'mark', from, to, class: marked, reason, at: io.time.now() }
}

function keepMark(path: string, symbol: string, mark: MarkEvidence, io: Io): void {
  const owner = `tapedeck gaps (process ${process.pid})`
  const writer = openStore(path, { access: 'write', owner, time: io.time })
  try {
    storedSymbol(writer, symbol)
    writer.ledger.record(symbol, [mark])
  } finally {
    writer.close()
  }
}

interface GapRow {
  readonly symbol: string
  readonly session: SessionDate
  readonly start: string
  readonly end: string
  readonly minutes: number
  readonly class: string
  readonly certainty: string
  readonly evidence: string
  readonly tries: number
  readonly bars?: number
}

function rowOf(symbol: string, session: SessionDate, gap: ClassifiedGap | LongerGap): GapRow {
  const { start, end, minutes, class: gapClass, certainty, reason, tries } = gap
  const [from, to] = [formatUtc(start), formatUtc(end)]
  return {
    symbol,
    session,
    start: from,
    end: to,
    minutes,
    class: gapClass,
    certainty,
    evidence: reason,
    tries,
    ...('bars' in gap && { bars: gap.bars }),
  }
}

function tableOf(rows: readonly GapRow[], interval: Interval): string {
  if (rows.length === 0) return `No ${interval === oneMinute ? 'minute' : `${interval} bar`} is missing.\n`
  const header = ['start', 'end', 'minutes', 'class', 'certainty', 'tries', 'evidence']
  const cells = rows.map((row) => [
    row.start,
    row.end,
    String(row.minutes),
    row.class,
    row.certainty,
    String(row.tries),
    row.evidence,
  ])
  return textTable(header, cells, ['minutes', 'tries'])
}
