import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { addMonths, firstDay, lastDay, monthOf } from '../replay/month-grid.ts'
import { useReplay } from '../stores/replay.ts'
import { activeList } from '../stores/watchlists.ts'
import { type Range, type SymbolsOf, useCalendar, yearOf } from './calendar-state.ts'
import type { Measure } from './measures.ts'

/** Nothing that is told of one year, exchange or watchlist is shown of another. */
const nothingTold = { year: undefined, quality: undefined, failure: undefined } as const

/** Chooses a day, within the calendar; `extend` makes it the end of a range that begins where the last one was chosen. */
export function chooseDay(date: SessionDate, extend = false): void {
  const { chosen, anchor, range } = useCalendar.getState()
  const next = clampTo(date, range)
  useCalendar.setState({
    chosen: next,
    anchor: extend ? (anchor ?? chosen) : undefined,
    ...(yearOf(next) !== yearOf(chosen) && nothingTold),
  })
}

/** Shows another year, be it one that the calendar does not answer for. */
export function chooseYear(year: number): void {
  const { chosen } = useCalendar.getState()
  if (year === yearOf(chosen)) return
  const month = { year, month: monthOf(chosen).month }
  useCalendar.setState({ chosen: sameDayOf(month, chosen), anchor: undefined, ...nothingTold })
}

export function chooseExchange(exchange: string): void {
  if (exchange === useCalendar.getState().exchange) return
  useCalendar.setState({
    exchange,
    anchor: undefined,
    range: undefined,
    runs: new Map(),
    boards: new Map(),
    ...nothingTold,
  })
}

export function chooseSymbols(symbolsOf: SymbolsOf): void {
  useCalendar.setState({ symbolsOf, quality: undefined, failure: undefined })
}

export function chooseMeasure(measure: Measure): void {
  useCalendar.setState({ measure })
}

export function chooseSpan(span: 'year' | 'month'): void {
  useCalendar.setState({ span })
}

/** Goes on from the replay: its exchange, session and watchlist, where the calendar was not shown before. */
export function beginWithReplay(): void {
  if (useCalendar.getState().exchange !== undefined) return
  const { exchange, session } = useReplay.getState()
  const list = activeList()
  useCalendar.setState({
    exchange: exchange ?? 'XNYS',
    symbolsOf: list?.id ?? 'all',
    ...(session && { chosen: session }),
    ...nothingTold,
  })
}

/** The day so many months later, or earlier when negative: the last of a month that is too short for it. */
export function monthsLater(date: SessionDate, months: number): SessionDate {
  return sameDayOf(addMonths(monthOf(date), months), date)
}

function sameDayOf(month: { readonly year: number; readonly month: number }, date: SessionDate): SessionDate {
  const day = dayNumber(firstDay(month)) + Number(date.slice(8)) - 1
  return dateOfDay(Math.min(day, dayNumber(lastDay(month))))
}

function clampTo(date: SessionDate, range: Range | undefined): SessionDate {
  if (!range) return date
  if (date < range.first) return range.first
  return date > range.last ? range.last : date
}
