import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'

/** 1m bars at the given minutes after `open`; their values differ from bar to bar and from `seed` to `seed`. */
export function barsAt(open: EpochMs, minutes: readonly number[], seed = 0): BarColumns {
  const columns = allocateColumns(minutes.length)
  for (const [index, minute] of minutes.entries()) {
    const price = 100 + seed + ((minute * 37 + seed * 11) % 50) / 10
    columns.start[index] = open + minute * minuteMs
    columns.open[index] = price
    columns.high[index] = price + ((minute * 7) % 5) / 10
    columns.low[index] = price - ((minute * 13) % 6) / 10
    columns.close[index] = price + ((minute * 3) % 4) / 100
    columns.volume[index] = 1 + ((minute * 31 + seed) % 97)
    columns.state[index] = 0
  }
  return columns
}

/** A session of one segment without hours before or after it. */
export function plainSession(open: EpochMs, minutes: number, date = '2024-01-02'): Session {
  const close = addMs(open, minutes * minuteMs)
  return {
    date: date as Session['date'],
    dayStart: open,
    open,
    close,
    segments: [{ open, close }],
    preMarket: undefined,
    postMarket: undefined,
    earlyClose: false,
    lateOpen: false,
    reason: undefined,
    expectedMinutes: minutes,
  }
}
