import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { dayBatch, minuteBatch } from '../../store/testing/batches.ts'
import { file } from '../../store/testing/temporary-store.ts'
import { atOnce } from '../../time/in-turns.ts'
import {
  asked,
  barsBut,
  clockAt,
  halfDay,
  monday,
  qualityIn,
  storeWith,
  tuesday,
  yearLater,
} from '../testing/made-store.ts'
import { intervalQualitySteps } from './interval-quality.ts'
import type { SessionQuality } from './quality-rows.ts'

const fiveMinutes = '5m' as Interval
const oneHour = '1h' as Interval

function countedIn(
  store: StoreWriter,
  interval: Interval,
  session: SessionDate = monday,
  clock = yearLater,
): SessionQuality | undefined {
  const query = {
    symbols: [{ symbol: 'SPY', exchange: 'XNYS', synthetic: false }],
    from: session,
    to: session,
  }
  const steps = intervalQualitySteps(store, { now: () => clock }, new Calendars(), query, interval)
  return atOnce(steps).toArray()[0]
}

/** Bars of which those of some minutes were filled. */
function withFilled(missing: readonly number[], repaired: readonly number[]): SessionBatch {
  const batch = barsBut(missing)
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const { start } = batch.columns
  const states = Uint8Array.from(start, (time) =>
    repaired.some((minute) => clockAt(monday, minute) === time) ? filled : 0,
  )
  return { ...batch, columns: { ...batch.columns, state: states } }
}

describe('G7: an interval is counted in its own bars', () => {
  test('a window has a bar as soon as one of its minutes has', () => {
    const store = storeWith(barsBut([5, 6, 7, 8, 9, 21, 22, 23]))
    expect(countedIn(store, fiveMinutes)).toMatchObject({
      expected: 78,
      recorded: 77,
      missing: 1,
      coverage: 98.7,
    })
    expect(countedIn(store, oneHour)).toMatchObject({ expected: 7, recorded: 7, missing: 0, coverage: 100 })
    expect(countedIn(store, oneDay)).toMatchObject({ expected: 1, recorded: 1 })
    expect(countedIn(store, fiveMinutes, tuesday)).toMatchObject({ expected: 78, recorded: 0, missing: 78 })
    expect(countedIn(store, oneDay, tuesday)).toMatchObject({ expected: 1, missing: 1, coverage: 0 })
  })

  test('a half day has 42 bars of five minutes and, the last cut short, four of an hour', () => {
    const store = storeWith(barsBut([], { session: halfDay, to: 220 }))
    expect(countedIn(store, fiveMinutes, halfDay)).toMatchObject({ expected: 42, recorded: 42 })
    expect(countedIn(store, oneHour, halfDay)).toMatchObject({ expected: 4, recorded: 4, coverage: 100 })
  })

  test('R9: it is filled when all of its minutes were, and recorded when one was', () => {
    const store = storeWith(withFilled([10, 11], [0, 1, 2, 3, 4, 5]))
    expect(countedIn(store, fiveMinutes)).toMatchObject({ recorded: 77, filled: 1, missing: 0 })
  })

  test('one without a bar is explained when all of its minutes are', () => {
    const store = storeWith(barsBut([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]))
    const empty = [asked('web', monday, [5, 14]), asked('disk', monday, [5, 14])]
    store.ledger.record('SPY', empty)
    expect(countedIn(store, fiveMinutes)).toMatchObject({ noTrade: 1, missing: 1, explained: 98.7 })
    const halt = { kind: 'halt', code: 'LUDP', source: 'test', knownAt: yearLater } as const
    store.ledger.record('SPY', [{ ...halt, from: clockAt(monday, 10), to: clockAt(monday, 15) }])
    expect(countedIn(store, fiveMinutes)).toMatchObject({ noTrade: 1, halted: 1, missing: 0, explained: 100 })
  })

  test('R10: a window that has not ended is pending, whatever its minutes', () => {
    const store = storeWith(barsBut([], { to: 12 }))
    const clock = clockAt(monday, 12)
    expect(countedIn(store, fiveMinutes, monday, clock)).toMatchObject({
      expected: 78,
      recorded: 2,
      missing: 0,
      pending: 76,
      coverage: 100,
    })
    expect(countedIn(store, oneDay, monday, clock)).toMatchObject({ pending: 1, coverage: undefined })
  })

  test('bars that are stored at the interval count, and not the minutes beside them', () => {
    const told = { interval: '5m' }
    const stored = [0, 5, 15].map((minute) => [minute, 10, 11, 9, 10, 100] as const)
    const store = storeWith(barsBut([]), minuteBatch(stored, told))
    expect(countedIn(store, fiveMinutes)).toMatchObject({ expected: 78, recorded: 3, missing: 75 })
    expect(countedIn(store, '15m' as Interval)).toMatchObject({ expected: 26, recorded: 26 })
    store.importFile(file(), [dayBatch(tuesday, 10)])
    expect(countedIn(store, oneDay, tuesday)).toMatchObject({ expected: 1, recorded: 1 })
  })

  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 389 }), { maxLength: 120 })
  const span = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 60 }))
  const empty = fc.array(span, { maxLength: 2 })

  test('in bars of a minute it is what quality says, and the counts always add up', () => {
    fc.assert(
      fc.property(
        minutes,
        minutes,
        empty,
        fc.constantFrom(2, 5, 15, 60),
        (missing, repaired, spans, step) => {
          const store = storeWith(withFilled(missing, repaired))
          for (const [from, length] of spans)
            store.ledger.record('SPY', [
              asked('web', monday, [from, from + length]),
              asked('disk', monday, [from, from + length]),
            ])
          expect(countedIn(store, oneMinute)).toEqual(qualityIn(store, 'SPY', monday))
          const row = countedIn(store, (step === 60 ? '1h' : `${step}m`) as Interval)
          if (!row) throw new RangeError('no session')
          const { expected, recorded, filled: late, noTrade, halted, missing: open, pending } = row
          expect(recorded + late + noTrade + halted + open + pending).toBe(expected)
          const lacking = new Set(missing)
          const windows = Array.from({ length: Math.ceil(390 / step) }, (_, window) =>
            Array.from(
              { length: Math.min(step, 390 - window * step) },
              (_, minute) => window * step + minute,
            ),
          )
          expect(expected).toBe(windows.length)
          const withBar = windows.filter((window) => window.some((minute) => !lacking.has(minute)))
          expect(recorded + late).toBe(withBar.length)
          const seen = withBar.filter((window) =>
            window.some((minute) => !lacking.has(minute) && !repaired.includes(minute)),
          )
          expect(recorded).toBe(seen.length)
        },
      ),
      { numRuns: 25, seed: 31 },
    )
  })
})
