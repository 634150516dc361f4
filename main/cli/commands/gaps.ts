import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { openStore } from '../../engine/store/open.ts'
import type { ClassifiedGap } from '../../engine/upkeep/classify/classify-gaps.ts'
import { GapLedger } from '../../engine/upkeep/gap-ledger.ts'
import type { Command } from '../command.ts'
import { noSession } from '../no-session.ts'
import { storedSymbol } from '../symbols.ts'
import { textTable } from '../text-table.ts'

/** Lists the minutes of a session that have no bar, and why. */
export const gaps: Command = {
  name: 'gaps',
  usage: '--store F --symbol S --session D [--json]',
  summary: 'Minutes of a session that have no bar, with their class and what it follows from',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbol: { value: 'S', help: 'the symbol' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    json: {
      help: 'print [{symbol, session, start, end, minutes, class, certainty, evidence, tries}], end excluded',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbol = args.requiredSymbol('symbol')
    const session = args.date('session')
    if (!session) throw args.wrong('--session is missing')
    const store = openStore(path, { access: 'read' })
    try {
      const { exchange } = storedSymbol(store, symbol)
      const calendar = calendarOf(exchange)
      if (!calendar.session(session)) await io.stderr.write(`${noSession(calendar, session).message}\n`)
      const found = new GapLedger(store, io.time).gapsOf(symbol, exchange, session)
      const rows = found.map((gap) => rowOf(symbol, session, gap))
      await io.stdout.write(args.has('json') ? `${JSON.stringify(rows)}\n` : tableOf(rows))
    } finally {
      store.close()
    }
  },
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
}

function rowOf(symbol: string, session: SessionDate, gap: ClassifiedGap): GapRow {
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
  }
}

function tableOf(rows: readonly GapRow[]): string {
  if (rows.length === 0) return 'No minute is missing.\n'
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
