import { enoughSessions } from './least-sample.ts'
import { annualGrowth, totalReturn } from './return-statistics.ts'
import type { EquityFigures, RunFigures } from './run-figures.ts'
import { type Measure, noHolding, ruin, type Statistic } from './statistic.ts'

const held =
  'the same cash in all symbols of the run in equal parts, bought at the open of the first bar, without costs'

/** Against buying and holding. */
export const holdingStatistics = {
  holdReturnPct: {
    title: 'Buy and hold: return',
    unit: 'percent',
    formula: `return of ${held}`,
    source: 'definition',
    without: [noHolding],
    of: (run) => ofHeld(run, totalReturn),
  },
  holdCagrPct: {
    title: 'Buy and hold: annual growth',
    unit: 'percent',
    formula: `annual growth of ${held}`,
    source: 'definition',
    least: enoughSessions,
    without: [noHolding, ruin],
    of: (run) => ofHeld(run, annualGrowth),
  },
  holdMaxDrawdownPct: {
    title: 'Buy and hold: max drawdown',
    unit: 'percent',
    formula: `max drawdown of ${held}`,
    source: 'definition',
    without: [noHolding],
    of: (run) => ofHeld(run, greatestDrawdown),
  },
  excessReturnPct: {
    title: 'Over buy and hold: return',
    unit: 'percentage points',
    formula: 'return − return of buy and hold',
    source: 'definition',
    without: [noHolding],
    of: (run) => difference(run, totalReturn),
  },
  excessCagrPct: {
    title: 'Over buy and hold: annual growth',
    unit: 'percentage points',
    formula: 'annual growth − annual growth of buy and hold',
    source: 'definition',
    least: enoughSessions,
    without: [noHolding, ruin],
    of: (run) => difference(run, annualGrowth),
  },
  excessMaxDrawdownPct: {
    title: 'Over buy and hold: max drawdown',
    unit: 'percentage points',
    formula: 'max drawdown − max drawdown of buy and hold; below 0 when the run fell less',
    source: 'definition',
    without: [noHolding],
    of: (run) => difference(run, greatestDrawdown),
  },
} as const satisfies Readonly<Record<string, Statistic>>

function greatestDrawdown({ maxDrawdown }: EquityFigures): number {
  return maxDrawdown.percent
}

function ofHeld({ held }: RunFigures, measure: (equity: EquityFigures) => Measure): Measure {
  return held ? measure(held) : noHolding
}

function difference(run: RunFigures, measure: (equity: EquityFigures) => Measure): Measure {
  const [own, held] = [measure(run.own), ofHeld(run, measure)]
  if (typeof held !== 'number') return held
  return typeof own === 'number' ? own - held : own
}
