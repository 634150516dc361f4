import type { SessionEnd } from '#shared/backtest/daily-equity.ts'

export interface YearOfReturns {
  readonly year: string
  /** January first, in percent; undefined without a session, or when nothing was left before. */
  readonly months: readonly (number | undefined)[]
  /** Of the whole year, as far as the run reaches into it. */
  readonly percent: number | undefined
}

/**
 * Returns by month and year of the session dates, in percent: the last equity of a month against that of the month
 * before, the first against `cash`. Years in the order of time.
 */
export function monthReturns(
  daily: Float64Array,
  sessions: readonly SessionEnd[],
  cash: number,
): readonly YearOfReturns[] {
  const years = new Map<string, { months: (number | undefined)[]; percent: number | undefined }>()
  let [beforeMonth, beforeYear] = [cash, cash]
  sessions.forEach(({ date }, session) => {
    const equity = daily[session] as number
    const next = sessions[session + 1]?.date ?? ''
    const [key, month] = [date.slice(0, 4), Number(date.slice(5, 7))]
    const year = years.get(key) ?? {
      months: new Array<number | undefined>(12).fill(undefined),
      percent: undefined,
    }
    years.set(key, year)
    if (next.slice(0, 7) !== date.slice(0, 7)) {
      year.months[month - 1] = gain(equity, beforeMonth)
      beforeMonth = equity
    }
    if (next.slice(0, 4) !== key) {
      year.percent = gain(equity, beforeYear)
      beforeYear = equity
    }
  })
  return [...years].map(([year, returns]) => ({ year, ...returns }))
}

function gain(equity: number, before: number): number | undefined {
  return before > 0 ? 100 * (equity / before - 1) : undefined
}
