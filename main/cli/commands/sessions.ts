import type { SessionDate } from '#shared/calendar/session-date.ts'
import { sessionsCsv } from '#shared/calendar/sessions-csv.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import { compareSessions } from '../compare-sessions.ts'

/** Prints the trading days of an exchange, or where they differ from those of a file. */
export const sessions: Command = {
  name: 'sessions',
  usage: '--exchange XNYS [--from D] [--to D] [--compare FILE] [--overlay F]',
  summary: 'Trading days of an exchange as CSV: session,open,close,break_start,break_end',
  options: {
    exchange: { value: 'XNYS', help: 'code of the exchange' },
    from: { value: 'D', help: 'first session date; without it where the calendar, or FILE, begins' },
    to: { value: 'D', help: 'last session date, included; without it where the calendar, or FILE, ends' },
    compare: {
      value: 'FILE',
      help: 'print only the differences from such a CSV: session,field,calendar,file',
    },
    ...overlayOption,
  },
  operands: [],
  async run(args, io) {
    const exchange = args.requiredText('exchange').toUpperCase()
    const { from, to } = args.dateRange()
    const compare = args.path('compare')
    const calendars = readCalendars(args, io)
    const calendar = calendars.of(exchange)
    await tellChanges(calendars, exchange, io)
    if (compare !== undefined) return compareSessions(calendar, compare, { from, to }, io)
    const last = to ?? calendar.last
    const text = sessionsCsv(calendar.sessions(from ?? calendar.first, last))
    await io.stdout.write(text)
    const note = projectionNote(calendar, last)
    if (note) await io.stderr.write(`${note}\n`)
  },
}

function projectionNote(
  { exchange, projectedAfter }: TradingCalendar,
  last: SessionDate,
): string | undefined {
  if (projectedAfter === undefined || last <= projectedAfter) return undefined
  return `${exchange}: sessions after ${projectedAfter} are projected from the rules of the exchange`
}
