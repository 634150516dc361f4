import {
  allocateColumns,
  type BarColumns,
  type BarRange,
  setColumns,
  sliceColumns,
} from '#shared/bars/columns.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { BarSeries } from './bar-series.ts'
import { ChangeMarks } from './change-marks.ts'

/** The one bar of several sessions, e.g. a week, that holds the current session: made of the days before and of it (D4). */
export class PeriodSeries implements BarSeries {
  readonly #time: TimeProvider
  readonly #calendar: TradingCalendar
  readonly #interval: Interval
  /** Daily bars of the period's sessions before the current one. */
  readonly #before: () => BarColumns
  readonly #today: BarSeries
  readonly #marks = new ChangeMarks()
  #columns = allocateColumns(0)

  constructor(
    time: TimeProvider,
    calendar: TradingCalendar,
    interval: Interval,
    before: () => BarColumns,
    today: BarSeries,
  ) {
    this.#time = time
    this.#calendar = calendar
    this.#interval = interval
    this.#before = before
    this.#today = today
  }

  get version(): number {
    this.#catchUp()
    return this.#marks.version
  }

  range(): BarRange {
    this.#catchUp()
    return { columns: this.#columns, from: 0, to: this.#columns.start.length }
  }

  changedSince(version: number): number {
    this.#catchUp()
    return this.#marks.since(version)
  }

  #catchUp(): void {
    const source = afterOneAnother(this.#before(), this.#today.range())
    const { columns } = derivePeriods(source, this.#calendar, this.#interval, { at: this.#time.now() })
    if (sameBars(columns, this.#columns)) return
    this.#columns = columns
    this.#marks.note(0)
  }
}

function afterOneAnother(before: BarColumns, { columns, from, to }: BarRange): BarRange {
  const days = allocateColumns(before.start.length + to - from)
  setColumns(days, before, 0)
  setColumns(days, sliceColumns(columns, from, to), before.start.length)
  return { columns: days, from: 0, to: days.start.length }
}

function sameBars(one: BarColumns, other: BarColumns): boolean {
  const names = Object.keys(one) as (keyof BarColumns)[]
  return names.every(
    (name) =>
      one[name].length === other[name].length &&
      one[name].every((value, index) => value === other[name][index]),
  )
}
