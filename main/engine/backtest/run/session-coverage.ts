import { lowerBound } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { RunBars } from './backtest-input.ts'

/** How many of the minutes of a session so far have a bar. */
export class SessionCoverage {
  readonly #minutes: Float64Array | undefined

  constructor({ columns, minutes }: RunBars, interval: Interval) {
    this.#minutes = interval === oneMinute ? columns.start : minutes
  }

  /** Percent of the minutes expected until a time, floored to one decimal; NaN where no minutes are known. */
  percent(session: Session, time: number): number {
    const minutes = this.#minutes
    if (!minutes) return Number.NaN
    let expected = 0
    let there = 0
    for (const { open, close } of session.segments) {
      const until = Math.min(time, close)
      if (until <= open) break
      expected += Math.floor((until - open) / minuteMs)
      there += lowerBound(minutes, until) - lowerBound(minutes, open)
    }
    return expected === 0 ? 100 : Math.floor((there * 1000) / expected) / 10
  }
}
