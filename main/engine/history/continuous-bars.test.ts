import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, type BarRange, sliceColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { loneSymbol } from '../session/testing/lone-symbol.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { ContinuousBars } from './continuous-bars.ts'
import { LoadedSource, SeriesSource } from './sources.ts'
import { unchanging } from './testing/unchanging.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 390)
const yesterday = barsAt(addMs(open, -1440 * minuteMs), [0, 1, 2, 5, 9])
const before = barsAt(addMs(open, -2880 * minuteMs), [3, 4])
const history: readonly BarRange[] = [
  { columns: before, from: 0, to: 2 },
  { columns: yesterday, from: 1, to: 5 },
]
const pastStarts = [...before.start, ...yesterday.start.slice(1)]

function closesOf({ columns, from, to }: BarRange): number[] {
  return [...columns.close.slice(from, to)]
}

const pastCloses = history.flatMap(closesOf)

type Step = { readonly add: number } | { readonly back: number } | { readonly read: true }
const steps = fc.array(
  fc.oneof(
    fc.record({ add: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ back: fc.integer({ min: 0, max: 10 }) }),
    fc.constant({ read: true } as const),
  ),
  { maxLength: 40 },
)

describe('history and current session in one', () => {
  test('are what both are one after the other, whatever was added and taken back, and the change notice covers it', () => {
    fc.assert(
      fc.property(steps, (list: readonly Step[]) => {
        const minutes = loneSymbol(session)
        const bars = new ContinuousBars(unchanging(history), new SeriesSource(minutes.minutes()))
        let seen: number[] = []
        let next = 0
        for (const step of list) {
          if ('add' in step) {
            const to = Math.min(390, next + step.add)
            minutes.addBars(
              barsAt(
                open,
                Array.from({ length: to - next }, (_, index) => next + index),
                list.length,
              ),
              0,
              to - next,
            )
            next = to
          } else if ('back' in step) {
            next = Math.max(0, next - step.back)
            minutes.rewindTo(addMs(open, next * minuteMs))
          } else {
            const from = bars.takeChangedFrom()
            const all = closesOf(bars.range())
            expect(all).toEqual([...pastCloses, ...closesOf(minutes.getLastNBars(1000))])
            expect(all.slice(0, from)).toEqual(seen.slice(0, from))
            expect(bars.takeChangedFrom()).toBe(bars.count())
            seen = all
          }
        }
      }),
    )
  })

  test('the last bars are one range across the border', () => {
    const minutes = loneSymbol(session)
    const bars = new ContinuousBars(unchanging(history), new SeriesSource(minutes.minutes()))
    const startsOf = ({ columns, from, to }: BarRange) => [...columns.start.slice(from, to)]
    expect(startsOf(bars.last(3))).toEqual(pastStarts.slice(-3))
    minutes.addBars(barsAt(open, [0, 1]), 0, 2)
    expect(startsOf(bars.last(4))).toEqual([...pastStarts.slice(-2), open, open + minuteMs])
    expect(startsOf(bars.last(100))).toEqual([...pastStarts, open, open + minuteMs])
    expect(bars.sessionStarts()).toEqual([0, 2, 6])
    expect(bars.columns().start.length).toBeGreaterThanOrEqual(bars.count())
  })

  test('a reset counts every bar as changed and reads the other session', () => {
    const minutes = loneSymbol(session)
    minutes.addBars(barsAt(open, [0]), 0, 1)
    const bars = new ContinuousBars(unchanging(history), new SeriesSource(minutes.minutes()))
    expect(bars.takeChangedFrom()).toBe(0)
    expect(bars.takeChangedFrom()).toBe(7)
    const other = loneSymbol(session)
    bars.reset(new SeriesSource(other.minutes()))
    expect(bars.takeChangedFrom()).toBe(0)
    expect(closesOf(bars.range())).toEqual(pastCloses)
  })

  test('derived bars follow their forming one', () => {
    const minutes = barsAt(open, [0, 1, 2, 3, 4, 5, 6, 7])
    const time = new SimulatedTime(open)
    const symbol = loneSymbol(session, time)
    const derived = symbol.derivedBars('5m' as Interval)
    const bars = new ContinuousBars(unchanging([]), new SeriesSource(derived))
    for (let to = 1; to <= 8; to++) {
      time.advanceTo(addMs(open, to * minuteMs))
      symbol.addBars(minutes, to - 1, to)
      expect(bars.takeChangedFrom()).toBe(to <= 5 ? 0 : 1)
      const { columns, to: count } = bars.range()
      expect(at(columns.close, count - 1)).toBe(at(minutes.close, to - 1))
      expect(sliceColumns(columns, 0, count)).toEqual(sliceColumns(derived.range().columns, 0, count))
    }
    expect(bars.sessionStarts()).toEqual([0])
  })

  test('loaded bars are known at once and shown one by one', () => {
    const loaded = barsAt(open, [0, 1, 2])
    const source = new LoadedSource({ columns: loaded, from: 0, to: 3 })
    const bars = new ContinuousBars(unchanging(history), source)
    const shown = () => bars.range().to - pastCloses.length
    expect([shown(), bars.takeChangedFrom(), bars.known()]).toEqual([0, 0, 9])
    source.show(2)
    expect([shown(), bars.takeChangedFrom(), bars.known()]).toEqual([2, 9, 9])
    expect(closesOf(bars.last(1))).toEqual([at(loaded.close, 1)])
    loaded.close[1] = 7
    source.changedFrom(1)
    expect(bars.takeChangedFrom()).toBe(7)
    expect(closesOf(bars.last(1))).toEqual([7])
    source.show(100)
    expect(shown()).toBe(3)
    expect(source.sessionStarts()).toEqual([0])
    expect(() => new LoadedSource({ columns: loaded, from: 1, to: 3 })).toThrow(RangeError)
  })
})
