import { allocateColumns, at, type BarColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarAnswer, BarRequest } from '../data-source.ts'

/** The open of XNYS on Monday 2024-07-08, and a clock of twelve days later. */
export const open = epochMs(Date.parse('2024-07-08T13:30:00Z'))
export const later = { now: () => epochMs(Date.parse('2024-07-20T00:00:00Z')) }

/** Bars of the minutes from one to another of that session, with prices that hardly round. */
export function minutes(from: number, to: number, salt = 0): BarColumns {
  const columns = allocateColumns(to - from)
  for (let index = 0; index < to - from; index++) {
    const minute = from + index
    columns.start[index] = open + minute * minuteMs
    columns.open[index] = 100.1 + minute / 7 + salt
    columns.high[index] = 101.7 + minute / 7 + salt
    columns.low[index] = 99.3 + minute / 7 + salt
    columns.close[index] = 100.9 + minute / 7 + salt
    columns.volume[index] = 1000 + minute + salt
  }
  return columns
}

/** A request for those minutes. */
export function ask(symbols: readonly string[], from: number, to: number): BarRequest {
  const start = addMs(open, from * minuteMs)
  return { id: 'r1', exchange: 'XNYS', symbols, interval: oneMinute, start, end: addMs(open, to * minuteMs) }
}

/** The bar at an index as vendors write it, one letter a value, with its time in their way. */
export function letters(columns: BarColumns, index: number, time: (start: EpochMs) => string | number) {
  return {
    t: time(at(columns.start, index) as EpochMs),
    o: at(columns.open, index),
    h: at(columns.high, index),
    l: at(columns.low, index),
    c: at(columns.close, index),
    v: at(columns.volume, index),
  }
}

/** The minutes of the session of which an answer has a bar. */
export function minutesOf(answer: BarAnswer | undefined): number[] {
  if (!answer || !('columns' in answer)) return []
  return Array.from(answer.columns.start, (start) => (start - open) / minuteMs)
}
