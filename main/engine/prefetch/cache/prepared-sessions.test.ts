import { beforeEach, describe, expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { CalendarOverlay } from '#shared/calendar/overlay.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { type LoadAnswer, loadSession } from '../../replay/load-session.ts'
import { replayInfo } from '../../replay/replay-info.ts'
import { parseDefinition } from '../../sources/registry/source-definition.ts'
import { addSource } from '../../sources/registry/source-registry.ts'
import type { StoreReader, StoreWriter } from '../../store/store.ts'
import { dayBatch } from '../../store/testing/batches.ts'
import { file, openReader, openWriter } from '../../store/testing/temporary-store.ts'
import { damageBars } from '../../system/testing/fill-store.ts'
import { processTicker } from '../../time/ticker.ts'
import { asked, barsBut } from '../../upkeep/testing/made-store.ts'
import { PreparedSessions, type WantedSession } from './prepared-sessions.ts'

const symbols = ['SPY', 'IBM', 'AIG']
const friday = '2024-07-12' as SessionDate
const monday = '2024-07-15' as SessionDate
const sessions = ['2024-07-10', '2024-07-11', friday, monday]
const wanted: WantedSession = {
  exchange: 'XNYS',
  session: monday,
  symbols,
  hours: 'regular',
  adjustment: 'split',
  view: 'as-repaired',
  windows: [{ sessions: 3, interval: oneMinute }],
}

let writer: StoreWriter
let reader: StoreReader
let calendars: Calendars
let prepared: PreparedSessions
beforeEach(() => {
  writer = openWriter()
  writer.importFile(
    file(),
    symbols.flatMap((symbol) => sessions.map((session) => barsBut([], { symbol, session }))),
  )
  reader = openReader(writer.path)
  calendars = new Calendars()
  prepared = new PreparedSessions(calendars, processTicker)
})

function take(request: WantedSession = wanted) {
  return prepared.take(reader, calendars.of(request.exchange), request)
}

async function loaded(request: WantedSession = wanted): Promise<LoadAnswer> {
  return await loadSession(reader, calendars, calendars.of('XNYS'), request, processTicker)
}

/** All that a replay has of a load: what is told of it, its bars, and its history. */
function contentOf({ loaded: all, leftOut }: LoadAnswer) {
  return {
    info: replayInfo(all, leftOut),
    bars: all.symbols.map(({ symbol, columns, late }) => ({ symbol, columns, late })),
    past: all.symbols.map(({ symbol, exchange }) =>
      exchange.history
        .intervals(symbol)
        .map((interval) => exchange.history.trailingSessions(symbol, interval)),
    ),
  }
}

describe('a prepared session', () => {
  test('is what a normal load would have read, whatever the order of the symbols', async () => {
    await prepared.prepare(reader, wanted)
    const other = { ...wanted, symbols: ['AIG', 'SPY', 'IBM'] }
    const { answer } = take(other)
    expect(answer && contentOf(answer)).toEqual(contentOf(await loaded(other)))
  })

  test('is handed over once, since a replay changes what it plays', async () => {
    await prepared.prepare(reader, wanted)
    expect(take().answer).toBeDefined()
    expect(take().miss).toEqual({ code: 'none', reason: `Session ${monday} of XNYS was not prepared.` })
    expect(prepared.needs(reader, wanted)).toBe(true)
    expect(prepared.bytes).toBe(0)
  })

  test.each([
    ['symbols', { symbols: ['SPY', 'IBM'] }, 'other-symbols', 'It was prepared with AIG too.'],
    ['hours', { hours: 'all' }, 'other-settings', 'It was prepared for regular hours, not for all hours.'],
    ['view', { view: 'as-traded' }, 'other-settings', 'It was prepared as repaired, not as traded.'],
    ['sessions before it', { windows: [] }, 'other-settings', /not with no sessions before it\.$/],
    ['session', { session: friday }, 'none', `Session ${friday} of XNYS was not prepared.`],
  ] as const)('B6: for other %s stays where it is, and says why', async (_, change, code, reason) => {
    await prepared.prepare(reader, wanted)
    const { answer, miss } = take({ ...wanted, ...(change as Partial<WantedSession>) })
    expect(answer).toBeUndefined()
    expect(miss).toEqual({
      code,
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    })
    expect(take().answer).toBeDefined()
  })

  test('of a store that changed since is refused: bars, fills, factors, daily bars', async () => {
    const changes: readonly (readonly [RegExp, () => void])[] = [
      [
        /learnt more of SPY/,
        () =>
          writer.importFile(file({ seen: '2024-08-01T00:00:00Z' }), [
            barsBut([5], { session: friday, volume: 7 }),
          ]),
      ],
      [/learnt more of IBM/, () => writer.ledger.record('IBM', [asked('x', friday, [0, 5])])],
      [/Files were imported/, () => writer.importFile(file({ feed: 'days' }), [dayBatch(friday, 5)])],
      [/Splits or dividends/, () => writer.importFactors(file(), 'SPY', [factor])],
    ]
    for (const [reason, change] of changes) {
      await prepared.prepare(reader, wanted)
      change()
      expect(take().miss).toMatchObject({ code: 'store-changed', reason: expect.stringMatching(reason) })
      expect(prepared.needs(reader, wanted)).toBe(true)
    }
    await prepared.prepare(reader, wanted)
    const { answer } = take()
    expect(answer && contentOf(answer)).toEqual(contentOf(await loaded()))
  })

  test('outlives what is written of other things', async () => {
    await prepared.prepare(reader, wanted)
    writer.saveWatchlist({ name: 'all', symbols })
    writer.ledger.record('XOM', [asked('x', friday, [0, 5])])
    expect(prepared.needs(reader, wanted)).toBe(false)
    expect(take().answer).toBeDefined()
  })

  test('by other sources, or another calendar, is refused', async () => {
    await prepared.prepare(reader, wanted)
    addSource(writer, 'new', parseDefinition('feed:one', {}, {}))
    expect(take().miss?.code).toBe('other-sources')
    await prepared.prepare(reader, wanted)
    const overlay: CalendarOverlay = {
      closures: [{ date: '2024-12-24' as SessionDate, reason: 'own' }],
    } as unknown as CalendarOverlay
    calendars.replace(new Map([['XNYS', { ...calendars.overlayOf('XNYS'), ...overlay }]]))
    expect(take().miss).toEqual({
      code: 'other-calendar',
      reason: 'The calendar of XNYS changed since it was prepared.',
    })
  })

  test('of another store is none', async () => {
    await prepared.prepare(reader, wanted)
    const again = openReader(writer.path)
    expect(prepared.take(again, calendars.of('XNYS'), wanted).miss?.code).toBe('store-changed')
    const other = openReader(openWriter().path)
    expect(prepared.take(other, calendars.of('XNYS'), wanted).miss?.code).toBe('none')
  })

  test('that is half done is refused with its reason, and the one before it is gone', async () => {
    await prepared.prepare(reader, wanted)
    prepared.putOff(wanted, 'The run is not through.')
    expect(take()).toEqual({ miss: { code: 'half-done', reason: 'The run is not through.' } })
    expect(take({ ...wanted, symbols: ['SPY'] }).miss?.code).toBe('half-done')
    await prepared.prepare(reader, wanted)
    expect(take().answer).toBeDefined()
  })

  test('B5: is never one of which a symbol is missing or cannot be read', async () => {
    const unknown = { ...wanted, symbols: [...symbols, 'NEW'] }
    await prepared.prepare(reader, unknown)
    expect(take(unknown).miss).toMatchObject({ code: 'half-done', reason: expect.stringMatching(/NEW/) })
    const none = { ...wanted, symbols: ['NEW'] }
    await prepared.prepare(reader, none)
    expect(take(none).miss).toMatchObject({ code: 'half-done', reason: expect.stringMatching(/NEW/) })
    damageBars(writer.path, 'IBM')
    await prepared.prepare(reader, wanted)
    expect(take().miss).toMatchObject({ code: 'half-done', reason: expect.stringMatching(/IBM/) })
  })

  test('that the store changes under while it is read is read again', async () => {
    let turns = 0
    const restless = new PreparedSessions(calendars, {
      ...processTicker,
      soon: (run) => {
        if (turns++ === 0) writer.ledger.record('SPY', [asked('x', friday, [0, 5])])
        return processTicker.soon(run)
      },
    })
    await restless.prepare(reader, wanted)
    const { answer } = restless.take(reader, calendars.of('XNYS'), wanted)
    expect(answer && contentOf(answer)).toEqual(contentOf(await loaded()))
    expect(turns).toBeGreaterThanOrEqual(2)
  })
})

test('memory is bounded: the session that is needed last is let go of, and says so', async () => {
  await prepared.prepare(reader, wanted)
  const one = prepared.bytes
  expect(one).toBeGreaterThan(3 * 4 * 390 * 49)
  const small = new PreparedSessions(calendars, processTicker, one * 1.8)
  const order = [monday, friday, '2024-07-11' as SessionDate].map((session) => ({ ...wanted, session }))
  small.want(order)
  for (const session of order) await small.prepare(reader, session)
  expect(small.bytes).toBeLessThanOrEqual(one * 1.8)
  const taken = order.map((request) => small.take(reader, calendars.of('XNYS'), request))
  expect(taken.map(({ miss }) => miss?.code)).toEqual([undefined, undefined, 'let-go'])
  expect(small.needs(reader, order[2] as WantedSession)).toBe(false)
})

const factor = { until: '2024-07-11' as SessionDate, price: 1, split: 0.5, referencePrice: 100 }
