import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Frame } from '#shared/protocol/replay-calls.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../calendars/calendars.ts'
import type { StoreReader } from '../store/store.ts'
import { type MinuteRow, minuteBatch } from '../store/testing/batches.ts'
import { file, openWriter } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import type { ChartSeries } from './chart-series.ts'
import { loadSession } from './load-session.ts'
import { intradaySeries } from './open-series.ts'
import { ReplaySymbols } from './replay-symbols.ts'
import { Stage } from './testing/stage.ts'

const day = '2024-07-10' as SessionDate
const dates = ['2024-07-08', '2024-07-09', day]
const open = Date.parse('2024-07-10T13:30:00Z') as EpochMs
/** COIN trades on an exchange of its own, around the clock. */
const symbols = ['AAA', 'BBB', 'CCC', 'COIN']
const windows = [
  { sessions: 2, interval: oneMinute },
  { sessions: 1, interval: '15m' as Interval },
]

function filled(): StoreReader {
  const store = openWriter()
  store.importFile(
    file(),
    symbols.flatMap((symbol, seed) =>
      dates.map((session, index) => {
        const rows = Array.from({ length: 60 }, (_, row): MinuteRow => {
          const price = 10 + seed + ((row * 7 + index) % 5)
          return [row * (1 + seed), price, price + 1, price - 1, price, 100 + row]
        })
        const exchange = symbol === 'COIN' ? '24/7' : 'XNYS'
        return minuteBatch(rows, { symbol, session, exchange })
      }),
    ),
  )
  const factor = { price: 0.9, split: 0.5, referencePrice: 1 }
  for (const symbol of ['BBB', 'COIN'])
    store.importFactors(file(), symbol, [{ until: '2024-07-08' as SessionDate, ...factor }])
  return store
}

async function openStage(store: StoreReader, chosen: readonly string[]) {
  const request = {
    session: day,
    symbols: chosen,
    windows,
    hours: 'regular',
    adjustment: 'split',
    view: 'as-repaired',
  } as const
  const calendars = new Calendars()
  const { loaded, leftOut } = await loadSession(
    store,
    calendars,
    calendars.of('XNYS'),
    request,
    processTicker,
  )
  const stage = new Stage(loaded)
  return { stage, list: new ReplaySymbols(stage.replay, leftOut, calendars, processTicker) }
}

type Opened = Awaited<ReturnType<typeof openStage>>

/** Waits for a change while the clock that paces the replay has its turns. */
async function settled<T>({ stage }: Opened, change: Promise<T>): Promise<T> {
  let isDone = false
  const done = change.finally(() => {
    isDone = true
  })
  done.catch(() => undefined)
  while (!isDone) {
    stage.ticker.pass(0)
    await new Promise(setImmediate)
  }
  return done
}

function quoteOf(quotes: Frame['quotes'], index: number) {
  return Object.values(quotes).map((column) => column[index])
}

/** Everything that a replay shows of its symbols, by symbol. */
function seenOf({ stage, list }: Opened) {
  const { replay, window } = stage
  replay.show()
  stage.settle()
  const info = list.info()
  const quotes = (window.last as Frame).quotes
  const seen = info.symbols.map((told, index) => {
    const { symbol } = told
    const { columns, from, to } = replay.data.getLastNBars(symbol, 10_000)
    const joined = (['1m', '5m', '15m', oneDay] as Interval[]).map((interval) => {
      const bars = replay.bars(symbol, interval)
      bars.takeChangedFrom()
      return sliceColumns(bars.columns(), 0, bars.count())
    })
    return [
      symbol,
      {
        told,
        quote: quoteOf(quotes, index),
        bars: sliceColumns(columns, from, to),
        metrics: replay.data.getSessionMetrics(symbol),
        joined,
      },
    ] as const
  })
  const { start, end, exchanges, leftOut, synthetic } = info
  return {
    bySymbol: new Map(seen),
    rest: { start, end, exchanges, leftOut, synthetic, clock: replay.now(), ended: replay.playback.ended },
    data: [...replay.data.getActiveSymbols()].sort(),
    histories: replay.loaded.exchanges.map(({ history }) => [...history.symbols()].sort()),
  }
}

type Deed =
  | { readonly kind: 'add' | 'remove'; readonly symbols: readonly string[] }
  | { readonly kind: 'seek'; readonly minute: number }

const someSymbols = fc.subarray(symbols.slice(1), { minLength: 1 })
const someDeed: fc.Arbitrary<Deed> = fc.oneof(
  someSymbols.map((chosen) => ({ kind: 'add', symbols: chosen }) as const),
  someSymbols.map((chosen) => ({ kind: 'remove', symbols: chosen }) as const),
  fc.integer({ min: -800, max: 1000 }).map((minute) => ({ kind: 'seek', minute }) as const),
)

describe('L3: a symbol that is added during a replay', () => {
  test('is field by field as if there from the start; removed and added again nothing is left over', async () => {
    const store = filled()
    await fc.assert(
      fc.asyncProperty(
        someSymbols,
        fc.array(someDeed, { minLength: 1, maxLength: 8 }),
        async (first, deeds) => {
          const opened = await openStage(store, ['AAA', ...first])
          const now = new Set(['AAA', ...first])
          for (const deed of deeds) {
            if (deed.kind === 'seek')
              await settled(opened, opened.stage.replay.playback.seek(addMs(open, deed.minute * minuteMs)))
            else if (deed.kind === 'add') {
              await settled(opened, opened.list.add(store, deed.symbols))
              for (const symbol of deed.symbols) now.add(symbol)
            } else {
              await settled(opened, opened.list.remove(deed.symbols))
              for (const symbol of deed.symbols) now.delete(symbol)
            }
            const anew = await openStage(store, [...now])
            await settled(anew, anew.stage.replay.playback.seek(opened.stage.replay.now()))
            expect(seenOf(opened)).toEqual(seenOf(anew))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('does not start what was paused, nor pause what plays, and the clock stands meanwhile (T7)', async () => {
    const store = filled()
    const opened = await openStage(store, ['AAA'])
    const { replay, ticker } = opened.stage
    const add = opened.list.add(store, ['BBB'])
    replay.playback.play()
    expect(replay.playback.playing).toBe(true)
    await new Promise(setImmediate)
    ticker.pass(5_000)
    expect(replay.now()).toBe(open)
    await add
    ticker.pass(5_000)
    expect(replay.now()).toBe(addMs(open, 5_000))
    replay.playback.pause()
    await settled(opened, opened.list.remove(['BBB']))
    ticker.pass(5_000)
    expect(replay.now()).toBe(addMs(open, 5_000))
  })

  test('that the store lacks is named and touches no other; so is one whose exchange is closed', async () => {
    const store = filled()
    const opened = await openStage(store, ['AAA'])
    await settled(opened, opened.stage.replay.playback.seek(addMs(open, 20 * minuteMs)))
    const before = seenOf(opened)
    const { leftOut } = await settled(opened, opened.list.add(store, ['NONE', 'AAA']))
    expect(leftOut.map(({ failure }) => failure.message)).toEqual([
      expect.stringMatching(/^NONE is left out/),
    ])
    const after = seenOf(opened)
    expect(after.bySymbol).toEqual(before.bySymbol)
    expect(after.rest.leftOut).toMatchObject([{ symbol: 'NONE', code: 'unknown-symbol' }])
    await opened.list.remove(['NONE'])
    expect(seenOf(opened)).toEqual(before)
  })

  test('two at once come one after the other', async () => {
    const store = filled()
    const opened = await openStage(store, ['AAA'])
    await settled(
      opened,
      Promise.all([
        opened.list.add(store, ['BBB', 'CCC']),
        opened.list.remove(['BBB']),
        opened.list.add(store, ['CCC', 'COIN']),
      ]),
    )
    expect(opened.list.info().symbols.map(({ symbol }) => symbol)).toEqual(['AAA', 'CCC', 'COIN'])
  })

  test('goes with its charts', async () => {
    const store = filled()
    const opened = await openStage(store, ['AAA', 'BBB'])
    const { replay, window } = opened.stage
    replay.openChart(1, chart(replay, 'BBB'))
    replay.openChart(2, chart(replay, 'AAA'))
    await settled(opened, opened.list.remove(['BBB']))
    const before = window.frames.length
    await settled(opened, replay.playback.seek(addMs(open, 30 * minuteMs)))
    opened.stage.settle()
    const charts = window.frames.slice(before).flatMap((frame) => frame.charts.map((update) => update.chart))
    expect(new Set(charts)).toEqual(new Set([2]))
  })
})

function chart(replay: Stage['replay'], symbol: string): ChartSeries {
  return intradaySeries(replay, { symbol, interval: '5m' as Interval, trailing: true })
}
