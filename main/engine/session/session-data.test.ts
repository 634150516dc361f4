import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, type BarRange, sliceColumns } from '#shared/bars/columns.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SessionData } from './session-data.ts'
import { barsAt, plainSession } from './testing/made-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 390)
const allMinutes = Array.from({ length: 390 }, (_, minute) => minute)
const minutesOf = fc.subarray(allMinutes)

function starts({ columns, from, to }: BarRange): number[] {
  return [...columns.start.slice(from, to)]
}

function filledWith(minutes: readonly number[]) {
  const data = new SessionData(session.segments)
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
          const data = new SessionData(session.segments)
          data.registerSymbol('SPY')
          for (let from = 0, turn = 0; from < minutes.length; turn++) {
            const to = Math.min(minutes.length, from + (sizes[turn % sizes.length] as number))
            data.addBars('SPY', bars, from, to)
            from = to
          }
          const { columns, from, to } = data.getLastNBars('SPY', 1000)
          expect(sliceColumns(columns, from, to)).toEqual(bars)
          expect(data.getBarCount('SPY')).toBe(minutes.length)
          expect(data.getSessionMetrics('SPY')).toEqual({
            volume: bars.volume.reduce((sum, volume) => sum + volume, 0),
            high: minutes.length ? Math.max(...bars.high) : Number.NaN,
            low: minutes.length ? Math.min(...bars.low) : Number.NaN,
            regularMinutes: minutes.length,
          })
        },
      ),
    )
  })

  test('a truncated symbol equals one that never had the bars taken back', () => {
    fc.assert(
      fc.property(minutesOf, fc.integer({ min: -5, max: 400 * 60 }), minutesOf, (minutes, second, later) => {
        const time = addMs(open, second * 1000)
        const kept = minutes.filter((minute) => open + (minute + 1) * minuteMs <= time)
        const again = later.filter((minute) => open + (minute + 1) * minuteMs > time)
        const data = filledWith(minutes)
        data.truncate(time)
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

  test('counts each regular minute once and no minute outside the segments (G6)', () => {
    const data = new SessionData([
      { open, close: addMs(open, 2 * minuteMs) },
      { open: addMs(open, 5 * minuteMs), close: addMs(open, 7 * minuteMs) },
    ])
    data.registerSymbol('SPY')
    data.addBars('SPY', barsAt(open, [-1, 0, 0.5, 1, 2, 4, 5, 6, 7]))
    expect(data.getSessionMetrics('SPY').regularMinutes).toBe(4)
    data.truncate(addMs(open, 6 * minuteMs))
    expect(data.getSessionMetrics('SPY').regularMinutes).toBe(3)
  })

  test('takes single bars, in order only', () => {
    const data = filledWith([0])
    data.addBar('SPY', addMs(open, minuteMs), 1, 2, 0.5, 1.5, 10, 0)
    expect(data.getBarCount('SPY')).toBe(2)
    expect(() => data.addBar('SPY', addMs(open, minuteMs), 1, 2, 0.5, 1.5, 10, 0)).toThrow(RangeError)
    expect(() => data.addBars('SPY', barsAt(open, [0, 1, 2]))).toThrow(/SPY/)
    expect(data.getBarCount('SPY')).toBe(2)
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
