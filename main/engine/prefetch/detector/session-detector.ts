import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { UpcomingSession } from '#shared/protocol/prefetch-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { wallText } from '../schedule/wall-clock.ts'
import { nextOpening } from './next-opening.ts'

/** Tells of exchanges what trades, what opens next and whether that is near, by their calendars and one clock. */
export class SessionDetector {
  readonly #calendars: Pick<Calendars, 'of'>
  readonly #time: TimeProvider

  constructor(calendars: Pick<Calendars, 'of'>, time: TimeProvider) {
    this.#calendars = calendars
    this.#time = time
  }

  /**
   * Looks at several exchanges at one instant, in their order. A session is near when it opens within
   * `windowMinutes`. What a calendar cannot answer stands as a problem in words: an exchange that nobody knows, an
   * instant outside its range.
   */
  look(exchanges: readonly string[], windowMinutes: number): readonly UpcomingSession[] {
    const now = this.#time.now()
    return exchanges.map((exchange) => this.#lookAt(exchange, now, windowMinutes * minuteMs))
  }

  #lookAt(exchange: string, now: EpochMs, windowMs: number): UpcomingSession {
    let zone = ''
    try {
      const calendar = this.#calendars.of(exchange)
      zone = calendar.zone
      const trading = tradingAt(calendar, now)
      return { exchange, zone, ...(trading && { trading }), next: nextOf(calendar, now, windowMs) }
    } catch (error) {
      return { exchange, zone, problem: asFailure(error).message }
    }
  }
}

function tradingAt(calendar: TradingCalendar, now: EpochMs): UpcomingSession['trading'] {
  const session = calendar.sessionHolding(now)
  if (!session || now < session.open || now >= session.close) return undefined
  return { session: session.date, close: session.close }
}

function nextOf(calendar: TradingCalendar, now: EpochMs, windowMs: number): UpcomingSession['next'] {
  const { date, open } = nextOpening(calendar, now)
  return {
    session: date,
    open,
    ...wallText(calendar.zone, open),
    minutes: Math.ceil((open - now) / minuteMs),
    near: open - now <= windowMs,
  }
}
