import { Failure } from '../protocol/failure.ts'
import { nearest } from '../text/nearest.ts'

/** A number that an indicator is set up with. */
export interface IndicatorParam {
  readonly default: number
  readonly min: number
  readonly max: number
  readonly whole: boolean
}

export type IndicatorParams = Readonly<Record<string, number>>

/** What an indicator is, for files, screens and strategies; how it is computed is the engine's. */
export interface IndicatorDescription {
  readonly title: string
  readonly params: Readonly<Record<string, IndicatorParam>>
  /** Names of its values; the first is meant where none is told. */
  readonly outputs: readonly [string, ...string[]]
  /** Bars up to and including the first that has values. */
  readonly warmUp: (params: IndicatorParams) => number
}

const mostBars = 1000

function bars(usual: number, min = 1): IndicatorParam {
  return { default: usual, min, max: mostBars, whole: true }
}

function param(params: IndicatorParams, name: string): number {
  return params[name] ?? Number.NaN
}

const ofPeriod = (params: IndicatorParams) => param(params, 'period')

export const indicators = {
  sma: {
    title: 'Simple moving average',
    params: { period: bars(20) },
    outputs: ['value'],
    warmUp: ofPeriod,
  },
  ema: {
    title: 'Exponential moving average',
    params: { period: bars(20) },
    outputs: ['value'],
    warmUp: ofPeriod,
  },
  wma: {
    title: 'Weighted moving average',
    params: { period: bars(20) },
    outputs: ['value'],
    warmUp: ofPeriod,
  },
  vwap: {
    title: 'Volume-weighted average price of the session',
    params: {},
    outputs: ['value'],
    warmUp: () => 1,
  },
  highest: { title: 'Highest high', params: { period: bars(20) }, outputs: ['value'], warmUp: ofPeriod },
  lowest: { title: 'Lowest low', params: { period: bars(20) }, outputs: ['value'], warmUp: ofPeriod },
  rsi: {
    title: 'Relative strength index',
    params: { period: bars(14, 2) },
    outputs: ['value'],
    warmUp: (params) => ofPeriod(params) + 1,
  },
  macd: {
    title: 'Moving average convergence divergence',
    params: { fast: bars(12), slow: bars(26, 2), signal: bars(9) },
    outputs: ['macd', 'signal', 'histogram'],
    warmUp: (params) => param(params, 'slow') + param(params, 'signal') - 1,
  },
  bollinger: {
    title: 'Bollinger bands',
    params: { period: bars(20, 2), deviations: { default: 2, min: 0.1, max: 10, whole: false } },
    outputs: ['middle', 'upper', 'lower'],
    warmUp: ofPeriod,
  },
  atr: { title: 'Average true range', params: { period: bars(14) }, outputs: ['value'], warmUp: ofPeriod },
  adx: {
    title: 'Average directional index',
    params: { period: bars(14, 2) },
    outputs: ['value'],
    warmUp: (params) => 2 * ofPeriod(params) - 1,
  },
  cci: {
    title: 'Commodity channel index',
    params: { period: bars(20, 2) },
    outputs: ['value'],
    warmUp: ofPeriod,
  },
  roc: {
    title: 'Rate of change',
    params: { period: bars(10) },
    outputs: ['value'],
    warmUp: (params) => ofPeriod(params) + 1,
  },
  stochastic: {
    title: 'Stochastic oscillator',
    params: { period: bars(14), smoothing: bars(3), signal: bars(3) },
    outputs: ['k', 'd'],
    warmUp: (params) => ofPeriod(params) + param(params, 'smoothing') + param(params, 'signal') - 2,
  },
} as const satisfies Record<string, IndicatorDescription>

export type IndicatorName = keyof typeof indicators

export const indicatorNames = Object.keys(indicators) as readonly IndicatorName[]

/** Whether a text names an indicator. */
export function isIndicatorName(text: string): text is IndicatorName {
  return Object.hasOwn(indicators, text)
}

/** All params of an indicator, those not given at their defaults, or why they make no sense. */
export function completeParams(name: IndicatorName, given: IndicatorParams): IndicatorParams | string {
  const { params }: IndicatorDescription = indicators[name]
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(params, key))
  if (unknown !== undefined) return `${name} has no ${unknown}${suggestion(unknown, Object.keys(params))}`
  const complete: Record<string, number> = {}
  for (const [key, { default: usual, min, max, whole }] of Object.entries(params)) {
    const value = given[key] ?? usual
    if (!(value >= min && value <= max) || (whole && !Number.isInteger(value)))
      return `${name}: ${key} is ${value}; it must be a ${whole ? 'whole number' : 'number'} from ${min} to ${max}`
    complete[key] = value
  }
  return complete
}

/** All params of the indicator of that name. Throws a Failure with code 'usage' that names what is wrong. */
export function parseIndicator(
  name: string,
  given: IndicatorParams = {},
): { readonly name: IndicatorName; readonly params: IndicatorParams } {
  if (!isIndicatorName(name))
    throw new Failure('usage', `There is no indicator "${name}"${suggestion(name, indicatorNames)}.`)
  const params = completeParams(name, given)
  if (typeof params === 'string') throw new Failure('usage', `${params}.`)
  return { name, params }
}

/** The end of a sentence about a word that is none of those known. */
export function suggestion(word: string, known: readonly string[]): string {
  const [closest] = nearest(word, known, 1)
  if (closest !== undefined) return `; did you mean "${closest}"?`
  return known.length > 0 ? `; known are ${known.join(', ')}` : '; it has none'
}
