import type { BacktestResult } from '#shared/backtest/result.ts'
import { at } from '#shared/bars/columns.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BacktestInput } from '../run/backtest-input.ts'
import { cutInput } from './cut-input.ts'

/** Runs the strategy that is looked at. */
export type RunAgain = (input: BacktestInput) => Promise<BacktestResult>

/** Where a run on bars up to `cut` decides otherwise than the whole run did. */
export interface LookAhead {
  /** The end of the first bar at which anything differs. */
  readonly at: EpochMs
  readonly symbol: string
  /** The last bar of the shorter run ended then. */
  readonly cut: EpochMs
}

/**
 * Whether a strategy decides the same when what comes later is not there: it is run again on bars that are cut at
 * `cuts` points, evenly over the run, and what happened to orders until then is compared. Undefined where all of it
 * is the same; else the first difference that was found.
 */
export async function findLookAhead(
  input: BacktestInput,
  again: RunAgain,
  cuts: number,
): Promise<LookAhead | undefined> {
  const whole = await again({ ...input, closeAtEnd: false })
  const { time } = whole.equity
  let found: LookAhead | undefined
  for (let number = 1; number <= cuts; number += 1) {
    const point = Math.floor((time.length * number) / (cuts + 1))
    if (point >= time.length) break
    const cut = at(time, point) as EpochMs
    const part = await again(cutInput(input, cut))
    const difference = firstDifference(until(whole, cut), until(part, cut))
    if (difference && (!found || difference.at < found.at)) found = { ...difference, cut }
  }
  return found
}

function until({ events }: BacktestResult, time: EpochMs): readonly OrderEvent[] {
  return events.filter(({ at: happened }) => happened <= time)
}

function firstDifference(
  whole: readonly OrderEvent[],
  part: readonly OrderEvent[],
): Omit<LookAhead, 'cut'> | undefined {
  const length = Math.max(whole.length, part.length)
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [whole[index], part[index]]
    if (JSON.stringify(one) === JSON.stringify(other)) continue
    const event = one && other ? (one.at <= other.at ? one : other) : (one ?? other)
    if (event) return { at: event.at, symbol: symbolOf(event, one === event ? whole : part) }
  }
  return undefined
}

function symbolOf(event: OrderEvent, events: readonly OrderEvent[]): string {
  if (event.type === 'filled') return event.fill.symbol
  const placed = events.find((one) => one.order === event.order && 'request' in one)
  return placed && 'request' in placed ? placed.request.symbol : ''
}
