import { at, type BarColumns, type BarRange, sliceColumns } from '#shared/bars/columns.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { ExpectedSlots } from '../upkeep/detect/expected-slots.ts'
import type { GapRuns } from '../upkeep/detect/gap-runs.ts'
import type { Findings } from './violation.ts'

const compared = ['start', 'open', 'high', 'low', 'close', 'volume', 'state'] as const

/** Checks that what a symbol has at the end is what its source holds, each bar once, and that each bar is sound. */
export function checkDelivery(
  findings: Findings,
  symbol: string,
  end: EpochMs,
  bars: BarRange,
  source: BarColumns,
): void {
  const { columns, from, to } = bars
  const delivered = sliceColumns(columns, from, to)
  const strange = firstDifference(delivered, source)
  findings.check(
    'every bar of the source is delivered once',
    symbol,
    end,
    strange === undefined,
    () => `bar ${strange} differs; ${delivered.start.length} delivered, ${source.start.length} in the source`,
  )
  for (let index = 0; index < delivered.start.length; index++) {
    const time = at(delivered.start, index) as EpochMs
    findings.check(
      'high is not below low',
      symbol,
      time,
      at(delivered.high, index) >= at(delivered.low, index),
      () => `high ${at(delivered.high, index)}, low ${at(delivered.low, index)}`,
    )
    if (index > 0)
      findings.check(
        'no bar overlaps another',
        symbol,
        time,
        time >= at(delivered.start, index - 1) + minuteMs,
        () => `the bar before starts at ${at(delivered.start, index - 1)}`,
      )
  }
}

/** The gaps that are listed of a session up to the `end` of the replay, and the minutes that were looked at. */
export interface ListedGaps {
  readonly slots: ExpectedSlots
  readonly gaps: GapRuns
  readonly end: EpochMs
}

/**
 * Checks that between two bars that are not adjacent lie only minutes that are not expected or listed as missing,
 * and that these and the `recorded` ones are all that were expected by the end.
 */
export function checkGaps(
  findings: Findings,
  symbol: string,
  bars: BarRange,
  recorded: number,
  { slots, gaps, end: replayEnd }: ListedGaps,
): void {
  const { columns, from, to } = bars
  const missing = gaps.bars.reduce((sum, own) => sum + own, 0)
  findings.check(
    'neighbours are adjacent or have a listed gap between them',
    symbol,
    (slots.stretches[0]?.open ?? 0) as EpochMs,
    recorded + missing === slots.ended(replayEnd),
    () =>
      `${recorded} minutes recorded and ${missing} missing are not the ${slots.ended(replayEnd)} expected`,
  )
  let run = 0
  for (let index = from + 1; index < to; index++) {
    const end = at(columns.start, index - 1) + minuteMs
    const start = at(columns.start, index)
    while (run < gaps.start.length && at(gaps.end, run) <= end) run++
    const expected = slots.ended(start) - slots.ended(end)
    const listed = minutesListed(gaps, run, end, start)
    findings.check(
      'neighbours are adjacent or have a listed gap between them',
      symbol,
      start as EpochMs,
      expected === listed,
      () => `of ${expected} expected minutes between ${end} and ${start} ${listed} are listed as missing`,
    )
  }
}

/** Minutes between two instants that lie in gaps, from the gap at `first` on. */
function minutesListed({ start, end }: GapRuns, first: number, from: number, to: number): number {
  let minutes = 0
  for (let run = first; run < start.length && at(start, run) < to; run++)
    minutes += (Math.min(at(end, run), to) - Math.max(at(start, run), from)) / minuteMs
  return minutes
}

/** Number of the first bar in which two columns differ; undefined when they are equal. */
export function firstDifference(one: BarColumns, other: BarColumns): number | undefined {
  const length = Math.max(one.start.length, other.start.length)
  for (let index = 0; index < length; index++)
    for (const name of compared) if (!Object.is(one[name][index], other[name][index])) return index
  return undefined
}
