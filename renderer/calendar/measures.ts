import { flooredPercent } from '#shared/gaps/percent.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'

/** Minutes of a session by what became of them, of one symbol or of several together. */
export type Counts = Readonly<Record<(typeof countColumns)[number], number>>

/** Shares of the minutes of a session. */
export type MinuteMeasure = 'coverage' | 'explained' | 'filled'

/** What the days are coloured by: minutes, or the symbols that a run of prefetch made ready. */
export const measures = ['coverage', 'explained', 'filled', 'prefetched'] as const
export type Measure = (typeof measures)[number]

export const measureNames: Readonly<Record<Measure, string>> = {
  coverage: 'Coverage',
  explained: 'Explained',
  filled: 'Filled',
  prefetched: 'Prefetched',
}

export const measureMeanings: Readonly<Record<Measure, string>> = {
  coverage: 'Minutes that have a bar, of those that are expected and have ended',
  explained: 'Coverage, and minutes that are proven empty or halted',
  filled: 'Minutes whose bar came later, from another source',
  prefetched: 'What the last run of a plan made ready for that session, and of the sessions before it',
}

/** One row of `countColumns`. */
export function countsAt(columns: Int32Array, place: number): Counts {
  const value = (index: number): number => columns[place * countColumns.length + index] ?? 0
  return Object.fromEntries(countColumns.map((name, index) => [name, value(index)])) as Counts
}

/** All rows from one place to another, the last excluded, together. */
export function sumOf(rows: Iterable<Counts>): Counts {
  const sum = { expected: 0, recorded: 0, filled: 0, noTrade: 0, halted: 0, missing: 0, pending: 0, late: 0 }
  for (const row of rows) for (const name of countColumns) sum[name] += row[name]
  return sum
}

/** The share that a measure is about in percent, floored to one decimal (R16); undefined before a minute ended. */
export function shareOf(measure: MinuteMeasure, counts: Counts): number | undefined {
  const { recorded, filled, noTrade, halted } = counts
  const part = {
    coverage: recorded + filled,
    explained: recorded + filled + noTrade + halted,
    filled,
  }[measure]
  return flooredPercent(part, endedOf(counts))
}

/** Minutes that have ended. */
export function endedOf({ expected, pending }: Counts): number {
  return expected - pending
}

/** "98.4 %", "–" of nothing. */
export function percentText(share: number | undefined): string {
  return share === undefined ? '–' : `${share.toFixed(1)} %`
}
