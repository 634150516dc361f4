import { calendarOf } from '#shared/calendar/calendars.ts'
import { sessionsCsv } from '#shared/calendar/sessions-csv.ts'
import type { Command } from '../command.ts'

/** Prints the trading days of an exchange. */
export const sessions: Command = {
  name: 'sessions',
  usage: '--exchange XNYS [--from D] [--to D]',
  summary: 'Trading days of an exchange as CSV: session,open,close,break_start,break_end',
  options: {
    exchange: { value: 'XNYS', help: 'code of the exchange' },
    from: { value: 'D', help: 'first session date; without it where the calendar begins' },
    to: { value: 'D', help: 'last session date, included; without it where the calendar ends' },
  },
  operands: [],
  async run(args, io) {
    const exchange = args.requiredText('exchange').toUpperCase()
    const { from, to } = args.dateRange()
    const calendar = calendarOf(exchange)
    await io.stdout.write(sessionsCsv(calendar.sessions(from ?? calendar.first, to ?? calendar.last)))
  },
}
