import { allocateColumns, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { joinColumns } from './hours.ts'
import type { LiveBars } from './live-bars.ts'

/** The one bar of several sessions, e.g. a week, that holds the replayed session: made of the days before and of it. */
export class LivePeriod implements LiveBars {
  readonly #calendar: TradingCalendar
  readonly #interval: Interval
  /** Daily bars of the period's sessions before the replayed one. */
  readonly #before: BarColumns
  readonly #today: LiveBars
  #columns = allocateColumns(0)

  constructor(calendar: TradingCalendar, interval: Interval, before: BarColumns, today: LiveBars) {
    this.#calendar = calendar
    this.#interval = interval
    this.#before = before
    this.#today = today
  }

  update(clock: EpochMs): number {
    this.#today.update(clock)
    const days = joinColumns([this.#before, sliceColumns(this.#today.columns(), 0, this.#today.count())])
    const source = { columns: days, from: 0, to: days.start.length }
    const { columns } = derivePeriods(source, this.#calendar, this.#interval, { at: clock })
    const changed = !sameBars(columns, this.#columns)
    this.#columns = columns
    return changed ? 0 : this.count()
  }

  rewind(): void {
    this.#today.rewind()
  }

  count(): number {
    return this.#columns.start.length
  }

  columns(): BarColumns {
    return this.#columns
  }
}

function sameBars(one: BarColumns, other: BarColumns): boolean {
  const names = Object.keys(one) as (keyof BarColumns)[]
  return names.every(
    (name) =>
      one[name].length === other[name].length &&
      one[name].every((value, index) => value === other[name][index]),
  )
}
