import { at, type BarColumns, type BarRange, sliceColumns } from '#shared/bars/columns.ts'
import type { Segment } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
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

/**
 * Checks that between two bars that are not adjacent lie only minutes that a scan of the calendar's minutes lists
 * as missing, and that these and the `recorded` ones are all that were expected. `segments` are the regular hours.
 */
export function checkGaps(
  findings: Findings,
  symbol: string,
  bars: BarRange,
  recorded: number,
  segments: readonly Segment[],
): void {
  const { columns, from, to } = bars
  const present = new Set<number>()
  for (let index = from; index < to; index++) present.add(at(columns.start, index))
  const missing = new Set<number>()
  for (const { open, close } of segments)
    for (let minute: number = open; minute < close; minute += minuteMs)
      if (!present.has(minute)) missing.add(minute)
  const expected = segments.reduce((sum, { open, close }) => sum + (close - open) / minuteMs, 0)
  findings.check(
    'neighbours are adjacent or have a listed gap between them',
    symbol,
    (segments[0]?.open ?? 0) as EpochMs,
    recorded + missing.size === expected,
    () => `${recorded} minutes recorded and ${missing.size} missing are not the ${expected} expected`,
  )
  for (let index = from + 1; index < to; index++) {
    const before = at(columns.start, index - 1)
    const start = at(columns.start, index)
    findings.check(
      'neighbours are adjacent or have a listed gap between them',
      symbol,
      start as EpochMs,
      isListed(before + minuteMs, start, missing, segments),
      () => `a minute between ${before} and ${start} is neither listed nor outside the hours`,
    )
  }
}

function isListed(
  from: number,
  to: number,
  missing: ReadonlySet<number>,
  segments: readonly Segment[],
): boolean {
  for (let minute = from; minute < to; minute += minuteMs)
    if (!missing.has(minute) && segments.some(({ open, close }) => minute >= open && minute < close))
      return false
  return true
}

/** Number of the first bar in which two columns differ; undefined when they are equal. */
export function firstDifference(one: BarColumns, other: BarColumns): number | undefined {
  const length = Math.max(one.start.length, other.start.length)
  for (let index = 0; index < length; index++)
    for (const name of compared) if (!Object.is(one[name][index], other[name][index])) return index
  return undefined
}
