import { at } from '#shared/bars/columns.ts'
import type { UsualEvidence } from './evidence.ts'
import { medianOf } from './median.ts'
import { emptyRuns, type MinuteTable } from './minute-table.ts'

/** Minutes before and after a run that count as its time of day. */
const around = 15
const nothing = { from: 0, to: 0 }

/** A run of missing minutes by its place in the session, [from, to). */
export interface RunPlace {
  readonly from: number
  readonly to: number
}

/** How a symbol trades around a run's time of day: in its own session, the run left out, and in those before. */
export function usualAround(run: RunPlace, own: MinuteTable, before: readonly MinuteTable[]): UsualEvidence {
  const tables = [own, ...before].filter(({ first, end }) => end > first)
  const volumes = new Float64Array(tables.length * (run.to - run.from + 2 * around))
  let present = 0
  let [minutes, dayMinutes, dayPresent, holes, longestRun] = [0, 0, 0, 0, 0]
  for (const table of tables) {
    const but = table === own ? run : nothing
    dayMinutes += table.end - table.first - overlap(table, but)
    dayPresent += table.bars
    const runs = table === own ? runsBeside(own, run) : table
    holes += runs.holes
    longestRun = Math.max(longestRun, runs.longestRun)
    const to = Math.min(run.to + around, table.end)
    for (let minute = Math.max(run.from - around, table.first); minute < to; minute++) {
      if (minute >= but.from && minute < but.to) continue
      minutes++
      if (table.present[minute] === 1) volumes[present++] = at(table.volume, minute)
    }
  }
  return {
    kind: 'usual',
    sessions: tables.length,
    minutes,
    present,
    dayMinutes,
    dayPresent,
    volume: medianOf(volumes.subarray(0, present)),
    holes,
    longestRun,
  }
}

function overlap({ first, end }: MinuteTable, { from, to }: RunPlace): number {
  return Math.max(0, Math.min(end, to) - Math.max(first, from))
}

/** The runs before and after one. */
function runsBeside(
  { present, first, end }: MinuteTable,
  { from, to }: RunPlace,
): ReturnType<typeof emptyRuns> {
  const before = emptyRuns(present, first, Math.min(from, end))
  const after = emptyRuns(present, Math.max(to, first), end)
  return {
    holes: before.holes + after.holes,
    longestRun: Math.max(before.longestRun, after.longestRun),
  }
}
