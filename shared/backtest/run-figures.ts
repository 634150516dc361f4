import type { Fill } from '../strategy/order.ts'
import { dailyReturns, equityBySession, type SessionEnd } from './daily-equity.ts'
import { greatestDrawdown } from './drawdown.ts'
import type { EquityColumns, Trade } from './trade.ts'

/** What a finished run is measured by. */
export interface RunResults {
  /** Money at the start, above 0. */
  readonly cash: number
  /** Closed and open ones of all symbols. */
  readonly trades: readonly Trade[]
  readonly fills: readonly Pick<Fill, 'quantity' | 'price' | 'commission' | 'slippage'>[]
  readonly equity: EquityColumns
  readonly sessions: readonly SessionEnd[]
  /** Sessions a year of the calendar: 252 for XNYS, 365 for 24/7. */
  readonly sessionsAYear: number
  /** Equity of buying and holding at the times of `equity`; undefined when there is none. */
  readonly buyAndHold: Float64Array | undefined
}

/** Equity as statistics look at it. */
export interface EquityFigures {
  readonly cash: number
  /** The last of the run. */
  readonly final: number
  /** By session. */
  readonly daily: Float64Array
  readonly returns: Float64Array
  /** Lowest of the run. */
  readonly lowest: number
  /** From equity at the ends of bars. */
  readonly maxDrawdown: { readonly money: number; readonly percent: number }
  readonly sessionsAYear: number
}

/** Results with what several statistics need of them. */
export interface RunFigures extends RunResults {
  readonly own: EquityFigures
  readonly held: EquityFigures | undefined
  readonly closed: readonly Trade[]
  readonly wins: readonly Trade[]
  readonly losses: readonly Trade[]
}

/** Takes from results what statistics need. Throws a RangeError when buying and holding has not the points of equity. */
export function runFigures(results: RunResults): RunFigures {
  const { equity, buyAndHold, trades } = results
  if (buyAndHold && buyAndHold.length !== equity.time.length)
    throw new RangeError(`${buyAndHold.length} points of buying and holding, ${equity.time.length} of equity`)
  const closed = trades.filter(({ exitTime }) => exitTime !== undefined)
  return {
    ...results,
    own: equityFigures(equity.equity, results),
    held: buyAndHold && equityFigures(buyAndHold, results),
    closed,
    wins: closed.filter((trade) => trade.pnl > noiseOf(trade)),
    losses: closed.filter((trade) => trade.pnl < -noiseOf(trade)),
  }
}

/** A profit or loss that comes from the last digits of prices: a trade that won what it cost won nothing. */
function noiseOf({ quantity, entryPrice }: Trade): number {
  return quantity * Math.abs(entryPrice) * 1e-12
}

function equityFigures(
  equity: Float64Array,
  { cash, sessions, sessionsAYear, ...run }: RunResults,
): EquityFigures {
  const daily = equityBySession({ time: run.equity.time, equity }, sessions, cash)
  return {
    cash,
    final: equity.at(-1) ?? cash,
    daily,
    returns: dailyReturns(daily, cash),
    lowest: lowestOf(equity, cash),
    maxDrawdown: greatestDrawdown(equity, cash),
    sessionsAYear,
  }
}

function lowestOf(equity: Float64Array, cash: number): number {
  let lowest = cash
  for (let index = 0; index < equity.length; index++)
    if ((equity[index] as number) < lowest) lowest = equity[index] as number
  return lowest
}
