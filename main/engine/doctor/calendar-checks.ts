import { calendarOf } from '#shared/calendar/calendars.ts'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../calendars/calendars.ts'
import { countRegularBars } from '../store/regular-bars.ts'
import type { SurveyedSession } from './block-survey.ts'
import { counted, error, type HealthCheck, healthy, someOf, warning } from './health-check.ts'

/** Compares the stored sessions of one exchange with its calendar. */
export class CalendarChecks {
  readonly #exchange: string
  readonly #calendar: TradingCalendar | undefined
  readonly #days = new Set<number>()
  /** Sessions in each kind of trouble, as "DATE SYMBOL". */
  readonly #outside = new Set<string>()
  readonly #stray = new Set<string>()
  readonly #miscounted = new Set<string>()

  constructor(exchange: string, calendars: Calendars) {
    this.#exchange = exchange
    this.#calendar = knownCalendar(exchange, calendars)
  }

  add({ symbol, day, minutes }: SurveyedSession): void {
    const calendar = this.#calendar
    this.#days.add(day)
    if (!calendar) return
    const date = dateOfDay(day)
    const place = `${date} ${symbol}`
    if (date < calendar.first || date > calendar.last) this.#outside.add(place)
    else if (!calendar.session(date)) this.#stray.add(place)
    // The store counts by the hours of the table, whatever the user changes of them.
    else if (
      minutes &&
      countRegularBars(calendarOf(this.#exchange), date, minutes.start) !== minutes.regularBars
    )
      this.#miscounted.add(place)
  }

  finish(): readonly HealthCheck[] {
    const calendar = this.#calendar
    const stored = counted(this.#days.size, 'session')
    if (!calendar)
      return [
        error(
          'calendar',
          this.#exchange,
          `no calendar is known for it, and ${stored} of it are stored`,
          'use a version of Tapedeck that knows the exchange, or import the files again with --exchange',
        ),
      ]
    const range = rangeText(calendar)
    const troubles = [
      this.#trouble(
        this.#outside,
        error,
        `outside its range (${range})`,
        'use a version of Tapedeck with a longer calendar',
      ),
      this.#trouble(
        this.#stray,
        warning,
        'on days without trading',
        'see whether --exchange and --zone of the import were right; such bars are kept but never replayed',
      ),
      this.#trouble(
        this.#miscounted,
        warning,
        'counted by other hours than those of the calendar now',
        'import their files into a new store to count them again',
      ),
    ].flat()
    if (troubles.length > 0) return troubles
    return [
      healthy(
        'calendar',
        this.#exchange,
        `version ${calendar.version}; ${range}; ${stored} stored, all of them its own`,
      ),
    ]
  }

  #trouble(
    places: ReadonlySet<string>,
    severity: typeof warning,
    what: string,
    remedy: string,
  ): readonly HealthCheck[] {
    if (places.size === 0) return []
    const detail = `${counted(places.size, 'stored session')} ${what}: ${someOf([...places])}`
    return [severity('calendar', this.#exchange, detail, remedy)]
  }
}

function knownCalendar(exchange: string, calendars: Calendars): TradingCalendar | undefined {
  try {
    return calendars.of(exchange)
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'unknown-exchange') return undefined
    throw cause
  }
}

function rangeText({ first, last, projectedAfter }: TradingCalendar): string {
  const range = `it answers from ${first} to ${last}`
  return projectedAfter === undefined ? range : `${range}, after ${projectedAfter} by its rules alone`
}
