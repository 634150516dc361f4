import {
  type IndicatorName,
  type IndicatorParams,
  indicatorNames,
  indicators,
} from '#shared/session-file/indicators.ts'

/** How a line is drawn. Lines of one indicator share its colour and differ by this. */
export type LineStyleName = 'solid' | 'dashed' | 'columns'

/** What a number is, which decides its decimals: a price, a difference of prices, or a number without a unit. */
export type Unit = 'price' | 'difference' | 'plain'

/** How the window shows an indicator; what it is and how it is computed is not the window's. */
export interface IndicatorLook {
  readonly short: string
  /** One line that says what it is for. */
  readonly text: string
  /** Over the prices, or in a pane of its own because its numbers are no prices. */
  readonly place: 'prices' | 'pane'
  readonly unit: Unit
  /** An entry an output, in their order; the first one is named at its end. */
  readonly lines: readonly { readonly name: string; readonly style: LineStyleName }[]
  /** Values that are marked by a line across the pane. */
  readonly levels?: readonly number[]
  /** The least and greatest value that there can be, where the pane shows all between them. */
  readonly range?: readonly [number, number]
}

const line = [{ name: '', style: 'solid' }] as const

export const looks: Readonly<Record<IndicatorName, IndicatorLook>> = {
  sma: { short: 'SMA', text: 'Mean of the last closes', place: 'prices', unit: 'price', lines: line },
  ema: {
    short: 'EMA',
    text: 'Mean of closes that weighs the newest most',
    place: 'prices',
    unit: 'price',
    lines: line,
  },
  wma: {
    short: 'WMA',
    text: 'Mean of closes whose weights fall evenly',
    place: 'prices',
    unit: 'price',
    lines: line,
  },
  vwap: {
    short: 'VWAP',
    text: 'Mean price by volume since the session began',
    place: 'prices',
    unit: 'price',
    lines: line,
  },
  bollinger: {
    short: 'BB',
    text: 'Mean with bands so many deviations away',
    place: 'prices',
    unit: 'price',
    lines: [
      { name: 'middle', style: 'dashed' },
      { name: 'upper', style: 'solid' },
      { name: 'lower', style: 'solid' },
    ],
  },
  highest: {
    short: 'HH',
    text: 'Highest high of the last bars',
    place: 'prices',
    unit: 'price',
    lines: line,
  },
  lowest: { short: 'LL', text: 'Lowest low of the last bars', place: 'prices', unit: 'price', lines: line },
  rsi: {
    short: 'RSI',
    text: 'Strength of gains against losses, 0 to 100',
    place: 'pane',
    unit: 'plain',
    lines: line,
    levels: [30, 70],
    range: [0, 100],
  },
  macd: {
    short: 'MACD',
    text: 'Fast average less slow, with its own average',
    place: 'pane',
    unit: 'difference',
    lines: [
      { name: 'MACD', style: 'solid' },
      { name: 'signal', style: 'dashed' },
      { name: 'histogram', style: 'columns' },
    ],
    levels: [0],
  },
  atr: {
    short: 'ATR',
    text: 'How far prices range in a bar, smoothed',
    place: 'pane',
    unit: 'difference',
    lines: line,
  },
  adx: {
    short: 'ADX',
    text: 'Strength of a trend, whichever way, 0 to 100',
    place: 'pane',
    unit: 'plain',
    lines: line,
    levels: [25],
  },
  cci: {
    short: 'CCI',
    text: 'Distance of prices from their mean',
    place: 'pane',
    unit: 'plain',
    lines: line,
    levels: [-100, 100],
  },
  roc: {
    short: 'ROC',
    text: 'Change against an earlier close, as a ratio',
    place: 'pane',
    unit: 'difference',
    lines: line,
    levels: [0],
  },
  stochastic: {
    short: 'Stoch',
    text: 'Place of the close within the recent range, 0 to 100',
    place: 'pane',
    unit: 'plain',
    lines: [
      { name: 'K', style: 'solid' },
      { name: 'D', style: 'dashed' },
    ],
    levels: [20, 80],
    range: [0, 100],
  },
}

/** Name and params as they stand on the chart: "BB 20, 2". */
export function nameWithParams(name: IndicatorName, params: IndicatorParams): string {
  const values = Object.keys(indicators[name].params).map((key) => params[key])
  return [looks[name].short, values.join(', ')].filter(Boolean).join(' ')
}

/** Indicators whose name, title or description holds every word of a text; all for an empty one. */
export function findIndicators(text: string): readonly IndicatorName[] {
  const words = text.trim().toLowerCase().split(/\s+/)
  return indicatorNames.filter((name) => {
    const { short, text: about } = looks[name]
    const known = `${name} ${short} ${indicators[name].title} ${about}`.toLowerCase()
    return words.every((word) => known.includes(word))
  })
}

/** Decimals of a value, given those of the prices of its chart. */
export function valueDecimals(unit: Unit, priceDecimals: number): number {
  if (unit === 'plain') return 2
  return unit === 'price' ? priceDecimals : priceDecimals + 2
}
