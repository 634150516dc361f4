import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { filled, recorded } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { DataSource } from '../../sources/data-source.ts'
import { HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { dayBatch, openOf } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { GapLedger } from '../gap-ledger.ts'
import { bars, feed, range } from '../testing/holed-store.ts'
import { asked, clockAt, fullGapsIn, gapsIn, monday, tuesday, yearLater } from '../testing/made-store.ts'
import { LongerFiller, type LongerOutcome } from './longer-filler.ts'

const xnys = calendarOf('XNYS')
const fiveMinutes = '5m' as Interval
const session = xnys.session(monday)
if (!session) throw new Error('no session')
const whole = session

/** The bars of an interval that whole minutes make, but those windows. */
function longer(interval: Interval, but: readonly number[]): SessionBatch {
  const minutes = bars(range(0, 390))
  if (minutes.kind !== 'trade') throw new TypeError('trades')
  const source = { columns: minutes.columns, from: 0, to: 390 }
  const { columns } = deriveSession(source, whole, interval)
  const kept = [...columns.start.keys()].filter((index) => !but.includes(index))
  const state = new Uint8Array(kept.length).fill(recorded)
  const picked = joinColumns(kept.map((index) => sliceColumns(columns, index, index + 1)))
  return { ...minutes, interval, columns: { ...picked, state } }
}

function storeOf(...batches: readonly SessionBatch[]): StoreWriter {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), batches)
  return store
}

async function fill(
  store: StoreWriter,
  interval = fiveMinutes,
  sources: readonly DataSource[] = [],
  now = yearLater,
): Promise<readonly LongerOutcome[]> {
  const time = { now: () => now }
  const ledger = new GapLedger(store, time, new Calendars())
  const around = {
    ...{ store, calendar: xnys, time, ticker: new HastyTicker(), random: () => 0.5 },
    sessionOf: (...of: Parameters<GapLedger['sessionOf']>) => ledger.sessionOf(...of),
    storeFill: (answer: Parameters<StoreWriter['storeFill']>[0]) => store.storeFill(answer),
  }
  const target = { symbol: 'SPY', exchange: 'XNYS', synthetic: false, date: monday, interval }
  const outcomes: LongerOutcome[] = []
  for await (const outcome of new LongerFiller(around, target).run(sources, new AbortController().signal))
    outcomes.push(outcome)
  return outcomes
}

/** Places of the windows that have a bar, those that were filled, and where they come from. */
function found(store: StoreWriter, interval = fiveMinutes) {
  const columns = store.readSession('SPY', interval, monday)?.columns
  const windows = [...(columns?.start ?? [])].map((start) => (start - openOf(monday)) / minuteMs / 5)
  const repaired = windows.filter((_, index) => columns && at(columns.state, index) === filled)
  const sources = new Set(store.fillsOf('SPY', interval, monday).map(({ source }) => source))
  return { windows: windows.length, repaired, sources: [...sources] }
}

describe('R14: bars of five minutes that are missing', () => {
  test('are built of the minutes of the same feed, which is told', async () => {
    const store = storeOf(longer(fiveMinutes, [3, 4, 77]), bars(range(0, 390)))
    expect(await fill(store)).toMatchObject([{ added: 3, asked: false }])
    expect(found(store)).toEqual({
      windows: 78,
      repaired: [3, 4, 77],
      sources: ['built from 1m bars of one'],
    })
    const { columns } = longer(fiveMinutes, []) as Extract<SessionBatch, { kind: 'trade' }>
    const { state: _, ...values } = columns
    expect(store.readSession('SPY', fiveMinutes, monday)?.columns).toMatchObject(values)
    expect(await fill(store)).toEqual([])
  })

  test('are not built where a minute lacks, unless it is explained', async () => {
    const store = storeOf(
      longer(fiveMinutes, [3, 4, 5]),
      bars(range(0, 390).filter((m) => m !== 16 && m !== 21)),
    )
    await fill(store)
    expect(found(store).repaired).toEqual([5])
    store.ledger.record('SPY', [asked('web', monday, [16, 17]), asked('disk', monday, [16, 17])])
    await fill(store)
    expect(found(store).repaired).toEqual([3, 5])
  })

  test('are no bar where nobody traded in any of its minutes', async () => {
    const store = storeOf(longer(fiveMinutes, [3]), bars(range(0, 390).filter((m) => m < 15 || m >= 20)))
    store.ledger.record('SPY', [asked('web', monday, [15, 20]), asked('disk', monday, [15, 20])])
    await fill(store)
    expect(found(store).repaired).toEqual([])
  })

  test('come of the sources first, then of the store’s minutes, then of those of the sources', async () => {
    const store = storeOf(longer(fiveMinutes, [3, 4, 5, 6]), bars(range(0, 25)))
    store.importFile(file({ feed: 'two' }), [longer(fiveMinutes, [4, 5, 6]), bars(range(0, 30))])
    const outcomes = await fill(store, fiveMinutes, [feed(store)])
    expect(outcomes.map(({ source, added }) => [source, added])).toEqual([
      ['two', 1],
      ['built from 1m bars of one', 1],
      ['built from 1m bars of two', 1],
    ])
    expect(found(store).repaired).toEqual([3, 4, 5])
  })

  test('R15: are none before they have ended', async () => {
    const store = storeOf(longer(fiveMinutes, range(2, 78)), bars(range(0, 390)))
    await fill(store, fiveMinutes, [], clockAt(monday, 19))
    expect(found(store).repaired).toEqual([2])
  })

  test('leave what is known of the minutes as it was', async () => {
    const store = storeOf(longer(fiveMinutes, [3, 60]), bars(range(0, 390).filter((m) => m !== 15)))
    store.importFile(file({ feed: 'two' }), [longer(fiveMinutes, [])])
    const before = gapsIn(store, 'SPY', monday)
    await fill(store, fiveMinutes, [feed(store)])
    expect(gapsIn(store, 'SPY', monday)).toEqual(before)
    expect(fullGapsIn(store, 'SPY', monday).map(({ tries }) => tries)).toEqual([0])
  })

  const some = fc.uniqueArray(fc.integer({ min: 0, max: 77 }), { maxLength: 77 })
  const lacking = fc.uniqueArray(fc.integer({ min: 0, max: 389 }), { maxLength: 60 })
  test('whatever lacks: only whole windows are built, and as the minutes have them', async () => {
    await fc.assert(
      fc.asyncProperty(some, lacking, async (windows, minutes) => {
        const store = storeOf(
          longer(fiveMinutes, windows),
          bars(range(0, 390).filter((m) => !minutes.includes(m))),
        )
        const synthetic = { kind: 'stand-in', from: clockAt(monday, 0), to: clockAt(monday, 390) } as const
        store.ledger.record('SPY', [{ ...synthetic, price: 7, request: 's', by: 'a test', at: yearLater }])
        await fill(store)
        const isWhole = (window: number) => !minutes.some((minute) => Math.floor(minute / 5) === window)
        expect(found(store).repaired).toEqual(windows.filter(isWhole).sort((a, b) => a - b))
        store.close()
      }),
      { numRuns: 15 },
    )
  })
})

describe('a day that is missing', () => {
  test('is built of its minutes, beside the other days of the year', async () => {
    const store = storeOf(bars(range(0, 390)), dayBatch(tuesday, 5))
    expect(await fill(store, oneDay)).toMatchObject([{ added: 1 }])
    const day = store.readSession('SPY', oneDay, monday)
    const minutes = store.readSession('SPY', oneMinute, monday)?.columns
    expect(day?.columns.start).toHaveLength(1)
    expect(day?.columns).toMatchObject({
      state: Uint8Array.of(filled),
      open: minutes?.open.slice(0, 1),
      close: minutes?.close.slice(-1),
    })
    expect(store.readSession('SPY', oneDay, tuesday)?.columns.close[0]).toBe(5)
    expect(store.sessions('SPY', oneDay, monday, tuesday)).toHaveLength(2)
    expect(store.fillsOf('SPY', oneDay, monday)).toMatchObject([{ source: 'built from 1m bars of one' }])
    expect(await fill(store, oneDay)).toEqual([])
  })

  test('is not built of minutes of which one lacks', async () => {
    const store = storeOf(bars(range(1, 390)), dayBatch(tuesday, 5))
    expect(await fill(store, oneDay)).toMatchObject([{ added: 0 }])
    expect(store.readSession('SPY', oneDay, monday)).toBeUndefined()
  })
})
