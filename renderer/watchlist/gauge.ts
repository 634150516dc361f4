import { flooredPercent } from '#shared/gaps/percent.ts'
import { countColumns, type UpkeepQuality } from '#shared/protocol/upkeep-events.ts'

/** What became of the minutes of a symbol that have ended on the clock. */
export interface MeasuredMinutes {
  readonly recorded: number
  readonly filled: number
  readonly noTrade: number
  readonly halted: number
  readonly missing: number
  /** Of those recorded and filled. */
  readonly late: number
}

/** Minutes with a bar and minutes that have ended, as a frame tells them. */
export interface CoveredMinutes {
  readonly recorded: number
  readonly expected: number
}

/**
 * How complete a symbol's session is so far: as upkeep measured it, or, while nothing is measured, what a frame knows,
 * which is the coverage alone.
 */
export interface Gauge {
  readonly covered: CoveredMinutes
  readonly measured: MeasuredMinutes | undefined
}

/** What upkeep measured of a symbol, whose place among those of the replay is `index`; undefined where it did not (G9). */
export function measuredOf(
  quality: UpkeepQuality | undefined,
  symbol: string,
  index: number,
): MeasuredMinutes | undefined {
  if (!quality?.measured) return undefined
  const { symbols, measured } = quality
  const place = symbols[index] === symbol ? index : symbols.indexOf(symbol)
  if (place < 0) return undefined
  const count = (name: (typeof countColumns)[number]): number =>
    measured.counts[place * countColumns.length + countColumns.indexOf(name)] ?? 0
  return {
    recorded: count('recorded'),
    filled: count('filled'),
    noTrade: count('noTrade'),
    halted: count('halted'),
    missing: count('missing'),
    late: count('late'),
  }
}

/** A gauge of what upkeep measured, or of what the frame tells where it did not. */
export function gaugeOf(measured: MeasuredMinutes | undefined, frame: CoveredMinutes): Gauge {
  if (!measured) return { covered: frame, measured }
  const { recorded, filled, noTrade, halted, missing } = measured
  const withBar = recorded + filled
  return { covered: { recorded: withBar, expected: withBar + noTrade + halted + missing }, measured }
}

/** Percent of the minutes that have ended, floored (R16); undefined where it is not known (G9). */
export function sharesOf({ covered: { recorded, expected }, measured }: Gauge): {
  readonly coverage: number | undefined
  readonly explained: number | undefined
} {
  return {
    coverage: flooredPercent(recorded, expected),
    explained: measured && flooredPercent(recorded + measured.noTrade + measured.halted, expected),
  }
}

/** The gauge in whole minutes, a sentence a line. */
export function gaugeLines(gauge: Gauge): readonly string[] {
  const { coverage, explained } = sharesOf(gauge)
  const { covered, measured } = gauge
  if (coverage === undefined) return ['No minute of the session has ended yet.']
  const ofAll = `${covered.recorded} of ${covered.expected} ${covered.expected === 1 ? 'minute' : 'minutes'}`
  const first = `Coverage ${coverage.toFixed(1)} %: ${ofAll} so far with a bar`
  if (!measured || explained === undefined)
    return [`${first}.`, 'Explained: unknown while data upkeep does not measure.']
  const { recorded, filled, noTrade, halted, missing, late } = measured
  return [
    `${first}, ${recorded} recorded and ${filled} filled.`,
    `Explained ${explained.toFixed(1)} %: ${noTrade} more with no trade, ${halted} halted.`,
    `Missing: ${missing}.`,
    `Late: ${late} of the ${covered.recorded} minutes with a bar.`,
  ]
}
