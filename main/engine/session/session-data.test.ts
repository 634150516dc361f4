import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, type BarRange, sliceColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { SessionData } from './session-data.ts'
import { barsAt, plainSession } from './testing/made-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 390)
const allMinutes = Array.from({ length: 390 }, (_, minute) => minute)
const minutesOf = fc.subarray(allMinutes)

function starts({ columns, from, to }: BarRange): number[] {
  return [...columns.start.slice(from, to)]
}

/** Session data whose clock stands at the close unless told. */
function emptyData(of: Session = session, clock: EpochMs = of.close) {
  return new SessionData(of, new SimulatedTime(clock))
}

function filledWith(minutes: readonly number[]) {
  const data = emptyData()
  data.registerSymbol('SPY')
  data.addBars('SPY', barsAt(open, minutes))
  return data
}

describe('session data', () => {
  test('reads back what was added, whatever the batches', () => {
    fc.assert(
      fc.property(
        minutesOf,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (minutes, sizes) => {
          const bars = barsAt(open, minutes)
          const data = emptyData()
          data.registerSymbol('SPY')
          for (let from = 0, turn = 0; from < minutes.length; turn++) {
            const to = Math.min(minutes.length, from + (sizes[turn % sizes.length] as number))
            data.addBars('SPY', bars, from, to)
            from = to
          }
          const { columns, from, to } = data.getLastNBars('SPY', 1000)
          expect(sliceColumns(columns, from, to)).toEqual(bars)
          expect(data.getBarCount('SPY')).toBe(minutes.length)
          const volume = bars.volume.reduce((sum, one) => sum + one, 0)
          const turnover = bars.volume.reduce(
            (sum, one, index) =>
              sum + ((at(bars.high, index) + at(bars.low, index) + at(bars.close, index)) / 3) * one,
            0,
          )
          const high = minutes.length ? Math.max(...bars.high) : Number.NaN
          const low = minutes.length ? Math.min(...bars.low) : Number.NaN
          const percent = Math.floor((1000 * minutes.length) / 390) / 10
          expect(data.getSessionMetrics('SPY')).toEqual({
            volume,
            high,
            low,
            range: high - low,
            vwap: turnover / volume,
            recorded: minutes.length,
            expected: 390,
            provenEmpty: 0,
            coverage: percent,
            explained: percent,
          })
        },
      ),
    )
  })

  test('a symbol that went back equals one that never had the bars', () => {
    fc.assert(
      fc.property(minutesOf, fc.integer({ min: -5, max: 400 * 60 }), minutesOf, (minutes, second, later) => {
        const time = addMs(open, second * 1000)
        const kept = minutes.filter((minute) => open + (minute + 1) * minuteMs <= time)
        const again = later.filter((minute) => open + (minute + 1) * minuteMs > time)
        const data = filledWith(minutes)
        data.rewindTo(time)
        data.addBars('SPY', barsAt(open, again, 3))
        const fresh = filledWith(kept)
        fresh.addBars('SPY', barsAt(open, again, 3))
        const [one, other] = [data.getLastNBars('SPY', 1000), fresh.getLastNBars('SPY', 1000)]
        expect(sliceColumns(one.columns, one.from, one.to)).toEqual(
          sliceColumns(other.columns, other.from, other.to),
        )
        expect(data.getSessionMetrics('SPY')).toEqual(fresh.getSessionMetrics('SPY'))
      }),
    )
  })

  test('gives the latest bar, the last bars and the bars since a time as views', () => {
    const data = filledWith([0, 1, 5, 9])
    data.registerSymbol('IBM')
    expect(data.getLatestBar('IBM')).toBeUndefined()
    expect(starts(data.getLatestBar('SPY') as BarRange)).toEqual([open + 9 * minuteMs])
    expect(starts(data.getLastNBars('SPY', 2))).toEqual([open + 5 * minuteMs, open + 9 * minuteMs])
    expect(starts(data.getLastNBars('SPY', 0))).toEqual([])
    expect(starts(data.getBarsSince('SPY', addMs(open, 2 * minuteMs)))).toEqual([
      open + 5 * minuteMs,
      open + 9 * minuteMs,
    ])
    expect(data.getLastNBars('SPY', 2).columns).toBe(data.getLastNBars('SPY', 4).columns)
    const [spy, ibm] = data.getLatestBarsMulti(['SPY', 'IBM'])
    expect(spy && at(spy.columns.start, spy.from)).toBe(open + 9 * minuteMs)
    expect(ibm).toBeUndefined()
    expect(data.getActiveSymbols()).toEqual(['SPY', 'IBM'])
  })

  test('counts each regular minute once and no minute outside the segments (G6, T4)', () => {
    const data = emptyData({
      ...session,
      segments: [
        { open, close: addMs(open, 2 * minuteMs) },
        { open: addMs(open, 5 * minuteMs), close: addMs(open, 7 * minuteMs) },
      ],
    })
    data.registerSymbol('SPY')
    data.addBars('SPY', barsAt(open, [-1, 0, 0.5, 1, 2, 4, 5, 6, 7]))
    expect(data.getSessionMetrics('SPY')).toMatchObject({ recorded: 4, expected: 4, coverage: 100 })
    data.rewindTo(addMs(open, 6 * minuteMs))
    expect(data.getSessionMetrics('SPY').recorded).toBe(3)
  })

  test('a half day with bars after its close and one minute missing is 209 of 210 (G6, R16)', () => {
    const half = plainSession(open, 210)
    const data = emptyData(half, addMs(half.close, 60 * minuteMs))
    data.registerSymbol('SPY')
    data.addBars('SPY', barsAt(open, [...allMinutes.slice(0, 99), ...allMinutes.slice(100, 230)]))
    expect(data.getSessionMetrics('SPY')).toMatchObject({ recorded: 209, expected: 210, coverage: 99.5 })
    data.symbolSession('SPY').setProvenEmpty(Float64Array.of(open + 99 * minuteMs, open + 98 * minuteMs))
    expect(data.getSessionMetrics('SPY')).toMatchObject({ provenEmpty: 1, coverage: 99.5, explained: 100 })
  })

  test('coverage falls with the clock when no bar comes, and is unknown before the open (G4, G9)', () => {
    const time = new SimulatedTime(addMs(open, -1))
    const data = new SessionData(session, time)
    data.registerSymbol('SPY')
    data.registerSymbol('IBM')
    expect(data.getSessionMetrics('SPY')).toMatchObject({ expected: 0, coverage: undefined })
    data.addBars('SPY', barsAt(open, [0, 1]))
    time.advanceTo(addMs(open, 2 * minuteMs))
    expect(data.getSessionMetrics('SPY').coverage).toBe(100)
    time.advanceTo(addMs(open, 3 * minuteMs))
    expect(data.getSessionMetrics('SPY').coverage).toBe(66.6)
    expect(data.getSessionMetrics('IBM')).toMatchObject({ recorded: 0, coverage: 0 })
  })

  test('grows beyond its first room, whatever comes when it is full', () => {
    const minutes = Array.from({ length: 1400 }, (_, minute) => minute)
    const bars = barsAt(open, minutes)
    const data = emptyData(plainSession(open, 1400))
    data.registerSymbol('SPY')
    data.addBars('SPY', bars, 0, 511)
    data.addBars('SPY', bars, 512, 513)
    data.addBars('SPY', bars, 511, 512)
    data.addBars('SPY', bars, 513, 1400)
    const { columns, from, to } = data.getLastNBars('SPY', 2000)
    expect(sliceColumns(columns, from, to)).toEqual(bars)
  })

  test('keeps quotes and ticks by time, late ones in their place (T3)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 600 }), (times) => {
        const data = emptyData()
        data.registerSymbol('SPY')
        times.forEach((time, order) => {
          data.addTick('SPY', addMs(open, time), order, 1)
          data.addQuote('SPY', addMs(open, time), order, order + 1, 2, 3)
        })
        const sorted = times
          .map((time, order) => ({ time, order }))
          .sort((one, other) => one.time - other.time)
        const check = (): void => {
          const ticks = data.getLastNTicks('SPY', 1000)
          const quotes = data.getQuotesSince('SPY', open)
          expect([...ticks.columns.price.subarray(0, ticks.to)]).toEqual(sorted.map(({ order }) => order))
          expect([...quotes.columns.ask.subarray(0, quotes.to)]).toEqual(sorted.map(({ order }) => order + 1))
          expect(data.getTickCount('SPY')).toBe(sorted.length)
          expect(data.getQuoteCount('SPY')).toBe(sorted.length)
        }
        check()
        data.rewindTo(addMs(open, 250))
        while ((sorted.at(-1)?.time ?? 0) > 250) sorted.pop()
        check()
      }),
    )
  })

  test('takes many quotes at once, and those of them that are late in their place', () => {
    const data = emptyData()
    const { quotes } = data.registerSymbol('SPY')
    const events = (seconds: readonly number[]) => {
      const time = Float64Array.from(seconds, (second) => open + second * 1000)
      const values = Float64Array.from(seconds)
      return { time, bid: values, ask: values, bidSize: values, askSize: values }
    }
    quotes.addAll(events([1, 3, 5, 7]), 0, 4)
    quotes.addAll(events([0, 2, 4, 6, 8, 9]), 1, 6)
    const { columns, from, to } = quotes.last(100)
    expect([...columns.askSize.subarray(from, to)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('the latest quote and tick, and those since a time', () => {
    const data = emptyData()
    data.registerSymbol('SPY')
    expect(data.getLatestQuote('SPY')).toBeUndefined()
    expect(data.getLatestTick('SPY')).toBeUndefined()
    for (const second of [1, 2, 3]) {
      data.addQuote('SPY', addMs(open, second * 1000), 10, 11, second, 5)
      data.addTick('SPY', addMs(open, second * 1000), 10 + second, 7)
    }
    const quote = data.getLatestQuote('SPY')
    const tick = data.getLatestTick('SPY')
    expect(quote && at(quote.columns.bidSize, quote.from)).toBe(3)
    expect(tick && at(tick.columns.price, tick.from)).toBe(13)
    expect(data.getLastNQuotes('SPY', 2)).toMatchObject({ from: 1, to: 3 })
    expect(data.getTicksSince('SPY', addMs(open, 2000))).toMatchObject({ from: 1, to: 3 })
  })

  test('a symbol that is removed and registered again has nothing left over (L3)', () => {
    const data = filledWith([0, 1, 2])
    data.derivedBars('SPY', '5m' as Interval).range()
    data.addTick('SPY', open, 1, 1)
    data.removeSymbol('SPY')
    expect(() => data.getBarCount('SPY')).toThrow(/SPY/)
    data.registerSymbol('SPY')
    expect(data.getBarCount('SPY')).toBe(0)
    expect(data.getTickCount('SPY')).toBe(0)
    expect(data.derivedBars('SPY', '5m' as Interval).range().to).toBe(0)
  })

  test('keeps the bars of a symbol that is registered again', () => {
    const data = filledWith([0, 1])
    data.registerSymbol('SPY')
    expect(data.getBarCount('SPY')).toBe(2)
  })

  test('refuses a symbol that was not registered, by name', () => {
    expect(() => filledWith([]).getBarCount('IBM')).toThrow(/IBM/)
  })
})
