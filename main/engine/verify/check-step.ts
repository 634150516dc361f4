import { at } from '#shared/bars/columns.ts'
import { intradayMs } from '#shared/bars/interval.ts'
import type { Segment } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { countOf, type Step, type SymbolStep, startAt, verifiedIntervals } from './trace.ts'
import type { Findings } from './violation.ts'

/** A symbol before the first bar. */
export interface SymbolTotals {
  readonly count: number
  readonly volume: number
  readonly high: number
  readonly low: number
  readonly recorded: number
  readonly late: number
  readonly corrections: number
}

const nothingYet: SymbolTotals = {
  count: 0,
  volume: 0,
  high: Number.NEGATIVE_INFINITY,
  low: Number.POSITIVE_INFINITY,
  recorded: 0,
  late: 0,
  corrections: 0,
}

/** When a symbol trades: its regular hours, and the stretches in which derived bars are anchored. */
export interface SymbolHours {
  readonly segments: readonly Segment[]
  readonly stretches: readonly Segment[]
}

/** Checks what is seen at each stop of the clock, and against the stop before. */
export class StepChecks {
  readonly #hoursOf: (symbol: string) => SymbolHours
  readonly #findings: Findings
  readonly #before = new Map<string, SymbolTotals>()
  #clock: EpochMs | undefined

  constructor(hoursOf: (symbol: string) => SymbolHours, findings: Findings) {
    this.#hoursOf = hoursOf
    this.#findings = findings
  }

  check({ clock, symbols }: Step): void {
    const was = this.#clock
    this.#findings.check(
      'clock never goes back',
      '',
      clock,
      was === undefined || clock >= was,
      () => `it stood at ${was} before ${clock}`,
    )
    for (const step of symbols) this.#checkSymbol(clock, step, this.#before.get(step.symbol) ?? nothingYet)
    this.#clock = clock
  }

  #checkSymbol(clock: EpochMs, step: SymbolStep, before: SymbolTotals): void {
    const { symbol, bars, volume, recorded, late, corrections } = step
    const count = countOf(bars)
    const check = (invariant: Parameters<Findings['check']>[0], holds: boolean, detail: () => string): void =>
      this.#findings.check(invariant, symbol, clock, holds, detail)

    check(
      'nothing from after the clock',
      count === 0 || startAt(bars, count - 1) + minuteMs <= clock,
      () => `a bar that starts at ${startAt(bars, count - 1)} is visible`,
    )
    const now = late === before.late ? foldNew(step, before) : foldNew(step, nothingYet)
    // A correction is there to change them; a bar that comes late is not.
    const mayFall = corrections > before.corrections
    check(
      'counts, volume and high never fall, low never rises',
      count >= before.count &&
        (mayFall || (volume >= before.volume && !(now.high < before.high) && !(now.low > before.low))),
      () => `count ${before.count} to ${count}, volume ${before.volume} to ${volume}`,
    )
    check(
      'no partial update is visible',
      agrees(step, now),
      () =>
        `totals ${volume}, ${step.high}, ${step.low} are not those of its ${count} bars: ${now.volume}, ${now.high}, ${now.low}`,
    )
    const { segments, stretches } = this.#hoursOf(symbol)
    const elapsed = endedMinutes(segments, clock)
    const newMinutes = recorded - before.recorded
    const passed = this.#clock === undefined ? elapsed : elapsed - endedMinutes(segments, this.#clock)
    check(
      'coverage stays in range and moves by one minute at most',
      recorded >= 0 && recorded <= elapsed && newMinutes >= 0 && newMinutes <= passed + late - before.late,
      () => `${before.recorded} to ${recorded} of ${elapsed} minutes while ${passed} passed`,
    )
    for (const [index, interval] of verifiedIntervals.entries()) {
      const most = countWindows(stretches, clock, intradayMs(interval) ?? minuteMs, Math.ceil)
      const derived = step.derived[index] ?? 0
      check(
        'no more derived bars than windows began',
        derived <= most,
        () => `${derived} bars of ${interval}, ${most} windows`,
      )
    }
    this.#before.set(symbol, { ...now, recorded, late, corrections })
  }
}

/** Minutes of some stretches that have ended on the clock. */
function endedMinutes(stretches: readonly Segment[], clock: EpochMs): number {
  return countWindows(stretches, clock, minuteMs, Math.floor)
}

/** Windows of `ms` in some stretches that have ended at `clock`, rounded down, or begun, rounded up. */
function countWindows(
  stretches: readonly Segment[],
  clock: EpochMs,
  ms: number,
  round: (value: number) => number,
): number {
  return stretches.reduce(
    (sum, { open, close }) => sum + round(Math.max(0, Math.min(clock, close) - open) / ms),
    0,
  )
}

/** The totals before, and the bars that came since. */
function foldNew({ bars }: SymbolStep, before: SymbolTotals): SymbolTotals {
  let { volume, high, low } = before
  for (let index = bars.from + before.count; index < bars.to; index++) {
    volume += at(bars.columns.volume, index)
    high = Math.max(high, at(bars.columns.high, index))
    low = Math.min(low, at(bars.columns.low, index))
  }
  return { ...before, count: countOf(bars), volume, high, low }
}

function agrees(step: SymbolStep, folded: SymbolTotals): boolean {
  if (folded.count === 0) return step.volume === 0
  return step.volume === folded.volume && step.high === folded.high && step.low === folded.low
}
