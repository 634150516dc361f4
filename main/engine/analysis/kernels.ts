import {
  ADX,
  ATR,
  BollingerBands,
  CCI,
  EMA,
  MACD,
  ROC,
  RSI,
  StochasticOscillator,
  WMA,
} from 'trading-signals'
import type { IndicatorName, IndicatorParams } from '#shared/session-file/indicators.ts'
import { Extreme } from './extremes.ts'
import type { Kernel } from './kernel.ts'
import { ExponentialAverage, SimpleAverage } from './moving-averages.ts'
import { SessionVwap } from './session-vwap.ts'
import { type Candle, type Stream, StreamedIndicator } from './streamed.ts'

type KernelMaker = (params: IndicatorParams) => Kernel

/**
 * How each indicator is computed. Those that a backtest asks for most run over columns; the others are those of
 * the library, which takes bars one by one.
 */
const makers: Readonly<Record<IndicatorName, KernelMaker>> = {
  sma: (params) => new SimpleAverage(period(params)),
  ema: (params) => new ExponentialAverage(period(params)),
  vwap: () => new SessionVwap(),
  highest: (params) => new Extreme('high', period(params)),
  lowest: (params) => new Extreme('low', period(params)),
  wma: (params) => ofCloses(() => new WMA(period(params))),
  rsi: (params) => ofCloses(() => new RSI(period(params))),
  roc: (params) => ofCloses(() => new ROC(period(params))),
  atr: (params) => ofCandles(() => new ATR(period(params))),
  adx: (params) => ofCandles(() => new ADX(period(params))),
  cci: (params) => ofCandles(() => new CCI(period(params))),
  macd: ({ fast = 0, slow = 0, signal = 0 }) =>
    new StreamedIndicator(3, () => {
      const macd = new MACD(new EMA(fast), new EMA(slow), new EMA(signal))
      return ({ close }, row) => {
        const result = macd.add(close)
        if (result) row.set([result.macd, result.signal, result.histogram])
        return result !== null
      }
    }),
  bollinger: ({ period: length = 0, deviations }) =>
    new StreamedIndicator(3, () => {
      const bands = new BollingerBands(length, deviations)
      return ({ close }, row) => {
        const result = bands.add(close)
        if (result) row.set([result.middle, result.upper, result.lower])
        return result !== null
      }
    }),
  stochastic: ({ period: kPeriod = 0, smoothing: kSlowingPeriod = 0, signal: dPeriod = 0 }) =>
    new StreamedIndicator(2, () => {
      const oscillator = new StochasticOscillator({ kPeriod, kSlowingPeriod, dPeriod })
      return (candle, row) => {
        const result = oscillator.add(candle)
        if (result) row.set([result.stochK, result.stochD])
        return result !== null
      }
    }),
}

/** The computation of an indicator whose params are complete. */
export function kernelOf(name: IndicatorName, params: IndicatorParams): Kernel {
  return makers[name](params)
}

interface OneValue<Input> {
  add(input: Input): number | null
}

function ofCloses(make: () => OneValue<number>): Kernel {
  return new StreamedIndicator(1, () => {
    const indicator = make()
    return ({ close }, row) => write(indicator.add(close), row)
  })
}

function ofCandles(make: () => OneValue<Candle>): Kernel {
  return new StreamedIndicator(1, (): Stream => {
    const indicator = make()
    return (candle, row) => write(indicator.add(candle), row)
  })
}

function write(value: number | null, row: Float64Array): boolean {
  if (value === null) return false
  row[0] = value
  return true
}

function period(params: IndicatorParams): number {
  return params.period ?? Number.NaN
}
