import { at } from '#shared/bars/columns.ts'
import type { UsualEvidence } from './evidence.ts'
import type { MinuteTable } from './minute-table.ts'

/** Minutes before and after a run that count as its time of day. */
const around = 15

/** A run of missing minutes by its place in the session, [from, to). */
export interface RunPlace {
  readonly from: number
  readonly to: number
}

/** How a symbol trades around a run's time of day: in its own session, the run left out, and in those before. */
export function usualAround(run: RunPlace, own: MinuteTable, before: readonly MinuteTable[]): UsualEvidence {
  const volumes: number[] = []
  let minutes = 0
  let longestRun = longestRunIn(own, run)
  for (const table of [own, ...before]) {
    if (table !== own) longestRun = Math.max(longestRun, longestRunIn(table, undefined))
    const to = Math.min(run.to + around, table.end)
    for (let minute = Math.max(run.from - around, table.first); minute < to; minute++) {
      if (table === own && minute >= run.from && minute < run.to) continue
      minutes++
      if (table.present[minute] === 1) volumes.push(at(table.volume, minute))
    }
  }
  const sessions = [own, ...before].filter(({ first, end }) => end > first).length
  return { kind: 'usual', sessions, minutes, present: volumes.length, volume: medianOf(volumes), longestRun }
}

/** The longest run without a bar between bars; `but` is not looked at. */
function longestRunIn({ present, first, end }: MinuteTable, but: RunPlace | undefined): number {
  let longest = 0
  let run = 0
  for (let minute = first; minute < end; minute++) {
    const isOther = but === undefined || minute < but.from || minute >= but.to
    run = present[minute] === 1 || !isOther ? 0 : run + 1
    longest = Math.max(longest, run)
  }
  return longest
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[sorted.length >>> 1] ?? 0
}
