import { calendarOf, calendarWith, exchangeOf } from '#shared/calendar/calendars.ts'
import { changedSessions } from '#shared/calendar/differences.ts'
import { type CalendarOverlay, entriesOf, noOverlay } from '#shared/calendar/overlay.ts'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'

/** A calendar that is not what it was, and the sessions that it sees differently: they are graded anew (R7). */
export interface CalendarChange {
  readonly calendar: TradingCalendar
  readonly sessions: readonly SessionDate[]
}

/**
 * The calendars the engine works with: the tables with what the user knows better. Whoever asks for a calendar asks
 * here, and again for the next piece of work, so that a change reaches it; one answer itself never changes.
 */
export class Calendars {
  #overlays: CalendarOverlays
  /** By code, for exchanges with an overlay only. */
  readonly #changed = new Map<string, TradingCalendar>()
  readonly #listeners = new Set<(change: CalendarChange) => void>()

  constructor(overlays: CalendarOverlays = new Map()) {
    this.#overlays = overlays
  }

  /**
   * The calendar of an exchange, the same object until it changes; an alias gets that of the exchange it stands for.
   * Throws a Failure with code 'unknown-exchange' that names those known.
   */
  of(exchange: string): TradingCalendar {
    const { code } = exchangeOf(exchange)
    const overlay = this.#overlays.get(code)
    if (!overlay) return calendarOf(code)
    const calendar = this.#changed.get(code) ?? calendarWith(code, overlay)
    this.#changed.set(code, calendar)
    return calendar
  }

  /** What the user changed of an exchange. Throws as `of` does. */
  overlayOf(exchange: string): CalendarOverlay {
    return this.#overlays.get(exchangeOf(exchange).code) ?? noOverlay
  }

  get overlays(): CalendarOverlays {
    return this.#overlays
  }

  /** Takes other overlays, which have to fit their tables, and tells of every calendar that is different now. */
  replace(overlays: CalendarOverlays): void {
    const codes = new Set([...this.#overlays.keys(), ...overlays.keys()])
    const before = [...codes].map((code) => ({ calendar: this.of(code), overlay: this.overlayOf(code) }))
    this.#overlays = overlays
    for (const { calendar, overlay } of before) {
      const code = calendar.exchange
      const isSame = JSON.stringify(overlay) === JSON.stringify(this.overlayOf(code))
      if (!isSame) this.#tell(calendar, [overlay, this.overlayOf(code)])
    }
  }

  /** Tells `listener` of every change until the returned function is called. */
  onChange(listener: (change: CalendarChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(before: TradingCalendar, overlays: readonly CalendarOverlay[]): void {
    this.#changed.delete(before.exchange)
    const calendar = this.of(before.exchange)
    const sessions = spansOf(overlays.flatMap(entriesOf), calendar).flatMap(([from, to]) =>
      changedSessions(before, calendar, from, to),
    )
    for (const listener of this.#listeners) listener({ calendar, sessions })
  }
}

/** How far before a date its change may be felt: an early close "before" a date moves with the sessions around it. */
const reachDays = 31

/** Stretches of dates that entries may change, in order and apart: comparing decades would hold the event loop. */
function spansOf(
  entries: readonly { readonly date: string }[],
  { first }: TradingCalendar,
): readonly (readonly [SessionDate, SessionDate])[] {
  const firstDay = dayNumber(first)
  const days = [...new Set(entries.map(({ date }) => dayNumber(date as SessionDate)))].sort((a, b) => a - b)
  const spans: [number, number][] = []
  for (const day of days) {
    const last = spans.at(-1)
    if (last && day - reachDays <= last[1]) last[1] = day
    else spans.push([Math.max(firstDay, day - reachDays), day])
  }
  return spans.map(([from, to]) => [dateOfDay(from), dateOfDay(to)])
}
