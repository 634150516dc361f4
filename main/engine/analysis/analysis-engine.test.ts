import fc from 'fast-check'
import { EMA, SMA, VWAP } from 'trading-signals'
import { describe, expect, test } from 'vitest'
import { at } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { forming } from '#shared/bars/state.ts'
import {
  type IndicatorName,
  type IndicatorParams,
  indicatorNames,
  indicators,
} from '#shared/session-file/indicators.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { ContinuousBars } from '../history/continuous-bars.ts'
import type { PastBars } from '../history/past-bars.ts'
import { LoadedSource, SeriesSource } from '../history/sources.ts'
import { unchanging } from '../history/testing/unchanging.ts'
import { loneSymbol } from '../session/testing/lone-symbol.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { AnalysisEngine } from './analysis-engine.ts'
import type { Indicator } from './indicator.ts'
import { BarList, type ListedBar } from './testing/bar-list.ts'

/** Params small enough that short lists of bars get past the warm-up. */
const small: Readonly<Record<IndicatorName, IndicatorParams>> = {
  sma: { period: 3 },
  ema: { period: 3 },
  wma: { period: 4 },
  vwap: {},
  highest: { period: 3 },
  lowest: { period: 4 },
  rsi: { period: 3 },
  macd: { fast: 2, slow: 4, signal: 3 },
  bollinger: { period: 4, deviations: 1.5 },
  atr: { period: 3 },
  adx: { period: 3 },
  cci: { period: 4 },
  roc: { period: 2 },
  stochastic: { period: 3, smoothing: 2, signal: 2 },
}

const cents = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 100)
const bar: fc.Arbitrary<ListedBar> = fc
  .tuple(cents(1000, 2000), cents(0, 200), cents(0, 100), fc.nat(500))
  .map(([low, spread, part, volume]) => [low + spread, low, low + spread * Math.min(1, part), volume])
const barLists = fc.array(bar, { minLength: 1, maxLength: 40 })

function indicatorOn(source: BarList, name: IndicatorName): Indicator {
  return new AnalysisEngine(() => source).indicator('SPY', oneMinute, name, small[name])
}

/** All values of all outputs, undefined where there are none. */
function valuesOf(indicator: Indicator): (number | undefined)[][] {
  const { outputs } = indicators[indicator.name]
  return outputs.map((output) => {
    const { values, from, to } = indicator.values(output)
    return Array.from({ length: to }, (_, index) => (index < from ? undefined : values[index]))
  })
}

function valuesFromScratch(source: BarList, name: IndicatorName): (number | undefined)[][] {
  return valuesOf(indicatorOn(new BarList(source.bars(), source.sessionStarts()), name))
}

describe.each(indicatorNames)('%s', (name) => {
  const change = fc.record({
    at: fc.nat(40),
    bars: fc.array(bar, { maxLength: 5 }),
    keepRest: fc.boolean(),
    read: fc.boolean(),
  })

  test('is bit by bit what it is from scratch, whatever was added, revised and taken back (D5)', () => {
    fc.assert(
      fc.property(barLists, fc.array(change, { maxLength: 8 }), (bars, changes) => {
        const source = new BarList(bars, [0, 7, 19])
        const indicator = indicatorOn(source, name)
        valuesOf(indicator)
        for (const { at: place, bars: others, keepRest, read } of changes) {
          const from = Math.min(place, source.count())
          source.set(from, keepRest ? [...others, ...source.bars().slice(from + others.length)] : others)
          if (read) expect(valuesOf(indicator)).toEqual(valuesFromScratch(source, name))
        }
        expect(valuesOf(indicator)).toEqual(valuesFromScratch(source, name))
      }),
      { numRuns: 60 },
    )
  })

  test('has no value that a later bar changes', () => {
    fc.assert(
      fc.property(barLists, fc.nat(40), (bars, cut) => {
        const whole = valuesOf(indicatorOn(new BarList(bars, [0, 5]), name))
        const past = valuesOf(indicatorOn(new BarList(bars.slice(0, cut), [0, 5]), name))
        expect(whole.map((values) => values.slice(0, cut))).toEqual(past)
      }),
      { numRuns: 60 },
    )
  })

  test('tells how many bars are missing and has values from then on', () => {
    const source = new BarList()
    const indicator = indicatorOn(source, name)
    const { warmUp } = indicator
    for (let count = 0; count <= warmUp + 5; count++) {
      source.set(count, [[12 + (count % 3), 10 - (count % 2), 11 + (count % 2), 10]])
      expect(indicator.missing()).toBe(Math.max(0, warmUp - count - 1))
      for (const output of indicators[name].outputs)
        expect(indicator.value(0, output) === undefined).toBe(count + 1 < warmUp)
      expect(indicator.value(1) === undefined).toBe(count < warmUp)
    }
  })
})

describe('the values', () => {
  /** The library's, bar by bar, undefined until it calls itself stable. */
  function libraryValues(
    make: (period: number) => { add(close: number): number | null; isStable: boolean },
    period: number,
    bars: readonly ListedBar[],
  ) {
    const reference = make(period)
    return bars.map(([, , close]) => {
      const value = reference.add(close)
      return reference.isStable ? value : undefined
    })
  }

  function expectClose(
    found: readonly (number | undefined)[] | undefined,
    expected: readonly (number | null | undefined)[],
  ) {
    expect(found).toHaveLength(expected.length)
    for (const [index, value] of expected.entries())
      if (typeof value === 'number') expect(found?.[index]).toBeCloseTo(value, 9)
      else expect(found?.[index]).toBeUndefined()
  }

  test.each([
    ['sma', (period: number) => new SMA(period)],
    ['ema', (period: number) => new EMA(period)],
  ] as const)('of %s are those of the library', (name, make) => {
    fc.assert(
      fc.property(barLists, fc.integer({ min: 1, max: 15 }), (bars, period) => {
        const indicator = new AnalysisEngine(() => new BarList(bars)).indicator('SPY', oneMinute, name, {
          period,
        })
        expectClose(valuesOf(indicator)[0], libraryValues(make, period, bars))
      }),
    )
  })

  test('of vwap are those of the library begun anew each session', () => {
    const starts = [0, 6, 6, 17]
    fc.assert(
      fc.property(barLists, (bars) => {
        let reference = new VWAP()
        let last: number | null = null
        const expected = bars.map(([high, low, close, volume], index) => {
          if (starts.includes(index)) {
            reference = new VWAP()
            last = null
          }
          last = reference.add({ high, low, close, volume }) ?? last
          return last ?? Number.NaN
        })
        const [found] = valuesOf(indicatorOn(new BarList(bars, starts), 'vwap'))
        expect(found).toHaveLength(expected.length)
        for (const [index, value] of expected.entries())
          if (Number.isNaN(value)) expect(found?.[index]).toBeNaN()
          else expect(found?.[index]).toBeCloseTo(value, 9)
      }),
    )
  })

  test('of highest and lowest are those of the window', () => {
    fc.assert(
      fc.property(barLists, fc.integer({ min: 1, max: 15 }), (bars, period) => {
        const analysis = new AnalysisEngine(() => new BarList(bars))
        const windows = bars.map((_, index) => bars.slice(Math.max(0, index - period + 1), index + 1))
        const isWarm = (index: number) => index >= period - 1
        expect(valuesOf(analysis.indicator('A', oneMinute, 'highest', { period }))[0]).toEqual(
          windows.map((window, index) =>
            isWarm(index) ? Math.max(...window.map(([high]) => high)) : undefined,
          ),
        )
        expect(valuesOf(analysis.indicator('A', oneMinute, 'lowest', { period }))[0]).toEqual(
          windows.map((window, index) =>
            isWarm(index) ? Math.min(...window.map(([, low]) => low)) : undefined,
          ),
        )
      }),
    )
  })

  test('of sma do not drift over many bars', () => {
    const bars = Array.from({ length: 30_000 }, (_, index): ListedBar => {
      const close = index % 1000 === 500 ? 1e12 : 0.1 + (index % 7) / 10
      return [close, close, close, 1]
    })
    const indicator = new AnalysisEngine(() => new BarList(bars)).indicator('SPY', oneMinute, 'sma', {
      period: 7,
    })
    const mean = bars.slice(-7).reduce((sum, [, , close]) => sum + close, 0) / 7
    expect(indicator.value()).toBeCloseTo(mean, 9)
  })

  test('of macd, bollinger and stochastic are told by name', () => {
    const bars = Array.from(
      { length: 60 },
      (_, index): ListedBar => [12 + (index % 5), 9, 10 + (index % 4), 1],
    )
    const analysis = new AnalysisEngine(() => new BarList(bars))
    const macd = analysis.indicator('SPY', oneMinute, 'macd')
    expect(macd.value(0, 'histogram')).toBeCloseTo(
      (macd.value(0, 'macd') ?? 0) - (macd.value(0, 'signal') ?? 0),
      12,
    )
    const bands = analysis.indicator('SPY', oneMinute, 'bollinger')
    const [lower, middle, upper] = ['lower', 'middle', 'upper'].map(
      (output) => bands.value(0, output) ?? Number.NaN,
    )
    expect((upper as number) - (middle as number)).toBeCloseTo((middle as number) - (lower as number), 12)
    expect(bands.value()).toBe(middle)
    expect(() => bands.value(0, 'uper')).toThrow(/bollinger has no value "uper"; did you mean "upper"\?/)
  })

  test('where the bars allow none are undefined', () => {
    const indicator = new AnalysisEngine(() => new BarList([[1, 1, 1, 0]])).indicator(
      'SPY',
      oneMinute,
      'vwap',
    )
    expect(indicator.value()).toBeUndefined()
    expect(indicator.missing()).toBe(0)
  })
})

describe('several intervals over one session', () => {
  const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
  const session = plainSession(open, 390)
  const fifteen = '15m' as Interval

  function play(minutes: readonly number[]) {
    const time = new SimulatedTime(open)
    const known = loneSymbol(session, time)
    const analysis = new AnalysisEngine((_, interval) =>
      interval === oneMinute
        ? new ContinuousBars(unchanging([]), new SeriesSource(known.minutes()))
        : new ContinuousBars(unchanging([]), new SeriesSource(known.derivedBars(fifteen))),
    )
    const all = barsAt(open, minutes)
    let taken = 0
    return {
      analysis,
      /** Goes on to the end of a minute. */
      goTo(minute: number) {
        const from = taken
        while (taken < minutes.length && (minutes[taken] ?? 0) < minute) taken++
        time.advanceTo(addMs(open, minute * minuteMs))
        known.addBars(all, from, taken)
      },
    }
  }

  test('an indicator of 15m sees a bar when its window has ended, one that asked for it also the forming one', () => {
    const everyMinute = Array.from({ length: 60 }, (_, minute) => minute)
    const { analysis, goTo } = play(everyMinute)
    const final = analysis.indicator('SPY', fifteen, 'sma', { period: 1 })
    const live = analysis.indicator('SPY', fifteen, 'sma', { period: 1 }, { forming: true })
    const minute = analysis.indicator('SPY', oneMinute, 'sma', { period: 1 })
    const closes = barsAt(open, everyMinute).close
    expect(live).not.toBe(final)
    for (let clock = 1; clock <= 60; clock++) {
      goTo(clock)
      const lastFinal = Math.floor(clock / 15) * 15 - 1
      expect(final.value()).toBe(lastFinal < 0 ? undefined : at(closes, lastFinal))
      expect(live.value()).toBe(at(closes, clock - 1))
      expect(minute.value()).toBe(at(closes, clock - 1))
      const bars = analysis.bars('SPY', fifteen)
      expect(bars.last(9).to).toBe(Math.floor(clock / 15))
      expect(bars.last(9, { forming: true }).to).toBe(Math.ceil(clock / 15))
      expect(bars.last(1).from).toBe(Math.max(0, Math.floor(clock / 15) - 1))
    }
  })

  test('what was read on the way is what is read at the end, minute by minute', () => {
    const minutesOf = fc.subarray(Array.from({ length: 120 }, (_, minute) => minute))
    fc.assert(
      fc.property(minutesOf, (minutes) => {
        const { analysis, goTo } = play(minutes)
        const fast = analysis.indicator('SPY', fifteen, 'ema', { period: 2 })
        const slow = analysis.indicator('SPY', oneMinute, 'sma', { period: 5 })
        for (let clock = 1; clock <= 120; clock++) {
          goTo(clock)
          const alone = play(minutes)
          alone.goTo(clock)
          expect(fast.value()).toBe(alone.analysis.indicator('SPY', fifteen, 'ema', { period: 2 }).value())
          expect(slow.value()).toBe(alone.analysis.indicator('SPY', oneMinute, 'sma', { period: 5 }).value())
        }
      }),
      { numRuns: 8 },
    )
  })
})

describe('bars that are known ahead', () => {
  const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
  const minutes = Array.from({ length: 50 }, (_, minute) => minute)

  test.each(indicatorNames)('give %s no value before it is shown, and then the one without them', (name) => {
    const loaded = barsAt(open, minutes)
    const source = new LoadedSource({ columns: loaded, from: 0, to: minutes.length })
    const ahead = new AnalysisEngine(() => new ContinuousBars(unchanging([]), source)).indicator(
      'A',
      oneMinute,
      name,
      small[name],
    )
    const known = loneSymbol(plainSession(open, 390))
    const live = new AnalysisEngine(() => new SeriesSource(known.minutes())).indicator(
      'A',
      oneMinute,
      name,
      small[name],
    )
    for (const minute of minutes) {
      source.show(minute + 1)
      known.addBars(loaded, minute, minute + 1)
      expect(valuesOf(ahead)).toEqual(valuesOf(live))
      expect(ahead.missing()).toBe(live.missing())
      expect(ahead.value(-1)).toBeUndefined()
      expect(ahead.takeChangedFrom()).toBe(minute)
    }
    loaded.close[20] = 999
    loaded.high[20] = 999
    source.changedFrom(20)
    expect(ahead.takeChangedFrom()).toBe(20)
    const changed = loneSymbol(plainSession(open, 390))
    changed.addBars(loaded, 0, minutes.length)
    expect(valuesOf(ahead)).toEqual(
      valuesOf(
        new AnalysisEngine(() => new SeriesSource(changed.minutes())).indicator(
          'A',
          oneMinute,
          name,
          small[name],
        ),
      ),
    )
  })
})

describe('the engine', () => {
  const bars: readonly ListedBar[] = [
    [3, 1, 2, 10],
    [5, 2, 4, 10],
    [6, 3, 6, 10],
  ]

  test('answers one request with one indicator and asks once for the bars', () => {
    const asked: string[] = []
    const analysis = new AnalysisEngine((symbol, interval) => {
      asked.push(`${symbol} ${interval}`)
      return new BarList(bars)
    })
    const indicator = analysis.indicator('SPY', oneMinute, 'sma', { period: 20 })
    expect(analysis.indicator('SPY', oneMinute, 'sma')).toBe(indicator)
    expect(analysis.indicator('SPY', oneMinute, 'sma', { period: 2 })).not.toBe(indicator)
    expect(analysis.indicator('IBM', oneMinute, 'sma')).not.toBe(indicator)
    expect(asked).toEqual(['SPY 1m', 'IBM 1m'])
    analysis.remove('SPY')
    expect(analysis.indicator('SPY', oneMinute, 'sma')).not.toBe(indicator)
    expect(asked).toEqual(['SPY 1m', 'IBM 1m', 'SPY 1m'])
  })

  test('a late bar changes values from itself on, and who shows them hears from where', () => {
    const source = new BarList(bars)
    const sma = indicatorOn(source, 'sma')
    expect(sma.takeChangedFrom()).toBe(0)
    expect(sma.takeChangedFrom()).toBe(3)
    source.set(3, [[8, 6, 7, 10]])
    expect(sma.takeChangedFrom()).toBe(3)
    source.set(1, [[5, 2, 7, 10], ...source.bars().slice(2)])
    expect(sma.value(1)).toBe(5)
    expect(sma.takeChangedFrom()).toBe(1)
    source.set(2, [])
    expect(sma.takeChangedFrom()).toBe(2)
  })

  test('a bar that becomes final is taken in then', () => {
    const source = new BarList([...bars.slice(0, 2), [6, 3, 6, 10, forming]])
    const sma = indicatorOn(source, 'sma')
    expect(sma.missing()).toBe(1)
    source.set(2, [[6, 3, 6, 10]])
    expect(sma.value()).toBe(4)
  })

  test('a roll keeps the indicators and begins their values anew (H2)', () => {
    const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
    const range = (seed: number) => ({ columns: barsAt(open, [0, 1, 2, 3], seed), from: 0, to: 4 })
    let history = [range(1)]
    const past: PastBars = { version: 0, ranges: () => history }
    const today = loneSymbol(plainSession(open, 390))
    const view = new ContinuousBars(past, new SeriesSource(today.minutes()))
    const ema = new AnalysisEngine(() => view).indicator('A', oneMinute, 'ema', { period: 3 })
    today.addBars(range(2).columns, 0, 4)
    expect(ema.missing()).toBe(0)
    history = [range(2)]
    view.reset(new SeriesSource(loneSymbol(plainSession(open, 390)).minutes()))
    const alone = new AnalysisEngine(
      () => new ContinuousBars(past, new SeriesSource(loneSymbol(plainSession(open, 390)).minutes())),
    )
    expect(valuesOf(ema)).toEqual(valuesOf(alone.indicator('A', oneMinute, 'ema', { period: 3 })))
    history = []
    view.reset(new SeriesSource(loneSymbol(plainSession(open, 390)).minutes()))
    expect(ema.value()).toBeUndefined()
    expect(ema.missing()).toBe(3)
  })

  test.each([
    ['smaa', {}, /There is no indicator "smaa"; did you mean "sma"\?/],
    ['sma', { perod: 3 }, /sma has no perod; did you mean "period"\?/],
    ['sma', { period: 0 }, /sma: period is 0; it must be a whole number from 1 to 1000/],
    ['sma', { period: 2.5 }, /whole number/],
    ['bollinger', { deviations: 11 }, /bollinger: deviations is 11; it must be a number from 0.1 to 10/],
    ['vwap', { period: 3 }, /vwap has no period; it has none/],
    ['xyzxyzxyz', {}, /There is no indicator "xyzxyzxyz"; known are sma, ema/],
  ])('refuses %s %j', (name, params, message) => {
    const analysis = new AnalysisEngine(() => new BarList(bars))
    expect(() => analysis.indicator('SPY', oneMinute, name, params)).toThrow(message)
  })
})
