import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import { openStore } from '../store/open.ts'
import { everyMinute, fillStore, type MadeBars } from '../system/testing/fill-store.ts'
import { startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { processTicker, type Ticker } from '../time/ticker.ts'

const exchange = 'XNYS'
const first = '2024-01-08' as SessionDate
const second = '2024-01-09' as SessionDate
const from = '2024-01-01' as SessionDate
const to = '2024-12-31' as SessionDate
const half = everyMinute.slice(0, 195)

const bars: readonly MadeBars[] = [
  { symbol: 'AAA', session: first, minutes: everyMinute },
  { symbol: 'AAA', session: second, minutes: everyMinute },
  { symbol: 'BBB', session: first, minutes: half },
  { symbol: 'LON', session: first, minutes: half, exchange: 'XLON' },
]

let engine: TestEngine
let path: string
beforeEach(async () => {
  engine = startTestEngine({ ticker: startStop() })
  path = join(engine.folder, 'bars.tape')
  fillStore(path, bars)
  await engine.client.call('store.open', { path })
})
afterEach(() => engine.close())

/** A clock on which every step of long work takes its whole slice: what is asked meanwhile has its turn after each. */
function startStop(): Ticker {
  let elapsed = 0
  return {
    elapsed: () => {
      elapsed += 10
      return elapsed
    },
    after: processTicker.after,
    soon: processTicker.soon,
  }
}

function quality(symbols?: string[], span = { from, to }) {
  return engine.client.call('calendar.quality', { exchange, ...span, ...(symbols && { symbols }) })
}

/** The counts of one row, named. */
function row(counts: Int32Array, place: number) {
  const values = counts.slice(place * countColumns.length, (place + 1) * countColumns.length)
  return Object.fromEntries(countColumns.map((column, index) => [column, values[index]]))
}

function keptGrades(): number {
  const store = openStore(path, { access: 'read' })
  const { size } = store.ledger.grades(2024)
  store.close()
  return size
}

describe('a year', () => {
  test('has its sessions, closures with their names, and the days on which clocks change', async () => {
    const year = await engine.client.call('calendar.year', { exchange, year: 2024 })
    expect(year.sessions).toHaveLength(252)
    expect(year.closures.map(({ reason }) => reason)).toContain('Christmas Day')
    expect(year.closures).toHaveLength(10)
    expect(year.sessions.filter(({ earlyClose }) => earlyClose).map(({ session }) => session)).toEqual([
      '2024-07-03',
      '2024-11-29',
      '2024-12-24',
    ])
    expect(year.clockChanges.map(({ date }) => date)).toEqual(['2024-03-10', '2024-11-03'])
  })

  test('says what was announced and what was not: late opens, closures, stops of trading', async () => {
    const lateOpens = [{ date: first, reason: 'fog', open: '10:30' }]
    await engine.client.call('calendar.setOverlay', { exchange, overlay: { lateOpens } })
    const { sessions } = await engine.client.call('calendar.year', { exchange, year: 2024 })
    expect(sessions.filter(({ lateOpen }) => lateOpen)).toMatchObject([
      { session: first, earlyClose: false, reason: 'fog', expectedMinutes: 330 },
    ])
    const { interruptions } = await engine.client.call('calendar.year', { exchange, year: 2001 })
    expect(interruptions.map(({ session }) => session)).toContain('2001-09-17')
    const { closures } = await engine.client.call('calendar.year', { exchange, year: 2025 })
    expect(closures.filter(({ scheduled }) => !scheduled).map(({ date }) => date)).toEqual(['2025-01-09'])
  })

  test('R6: one outside the calendar is refused with its range', async () => {
    await expect(engine.client.call('calendar.year', { exchange, year: 1980 })).rejects.toMatchObject({
      code: 'outside-calendar',
      message: expect.stringContaining('1990-01-01 to 2028-12-31'),
    })
  })
})

describe('the quality of a year', () => {
  test('G4, G5: is the sum of all symbols of the exchange, those without a bar among them', async () => {
    const answer = await quality()
    expect(answer.symbols).toBe(2)
    expect(answer.sessions).toHaveLength(252)
    const at = (date: SessionDate) => answer.sessions.indexOf(date)
    expect(answer.stored[at(first)]).toBe(2)
    expect(row(answer.counts, at(first))).toMatchObject({ expected: 780, recorded: 585, missing: 195 })
    expect(answer.stored[at(second)]).toBe(1)
    expect(row(answer.counts, at(second))).toMatchObject({ expected: 780, recorded: 390, missing: 390 })
    expect(answer.stored[at('2024-01-10' as SessionDate)]).toBe(0)
    // The clock of the test stands in June: what comes later is pending, not missing.
    expect(row(answer.counts, 251)).toMatchObject({ expected: 780, missing: 0, pending: 780 })
  })

  test('is that of a watchlist as far as it trades on the exchange', async () => {
    const answer = await quality(['LON', 'BBB', 'NONE', 'BBB'], { from: first, to: second })
    expect(answer).toMatchObject({ symbols: 1, sessions: [first, second] })
    expect(row(answer.counts, 0)).toMatchObject({ recorded: 195, missing: 195 })
  })

  test('is kept in the store once it was counted, if it is a whole year', async () => {
    await quality(undefined, { from: first, to: second })
    expect(keptGrades()).toBe(0)
    const answer = await quality()
    await expect.poll(keptGrades, { timeout: 20_000 }).toBe(2)
    expect(await quality()).toEqual(answer)
  })

  test('is written to the store once, though the year goes on', async () => {
    await quality()
    await expect.poll(keptGrades, { timeout: 20_000 }).toBe(2)
    const written: unknown[] = []
    const keep = engine.system.store.keep.bind(engine.system.store)
    engine.system.store.keep = (run) => {
      written.push(run)
      return keep(run)
    }
    await quality()
    expect(written).toEqual([])
  })

  test('is not counted on when another one is asked for', async () => {
    const [earlier, later] = await Promise.allSettled([quality(), quality(['AAA'])])
    expect(earlier).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
    expect(later).toMatchObject({ status: 'fulfilled', value: { symbols: 1 } })
  })

  test('of a store that is closed meanwhile is nothing anybody waits for', async () => {
    const asked = quality()
    await engine.client.call('store.close', undefined)
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a session', () => {
  test('has its hours, and the counts of each symbol', async () => {
    const answer = await engine.client.call('calendar.session', { exchange, session: first })
    expect(answer).toMatchObject({ segments: [{}], preMarket: {}, symbols: ['AAA', 'BBB'] })
    expect(row(answer.counts, 1)).toMatchObject({ expected: 390, recorded: 195, missing: 195 })
  })

  test('that is none is refused with the reason', async () => {
    const asked = engine.client.call('calendar.session', { exchange, session: '2024-01-15' as SessionDate })
    await expect(asked).rejects.toMatchObject({
      code: 'no-session',
      message: expect.stringContaining('Luther King'),
    })
  })

  test('lists the missing minutes of a symbol, whatever is replayed', async () => {
    const gaps = await engine.client.call('calendar.gaps', { symbol: 'BBB', session: first })
    expect(gaps).toMatchObject([{ minutes: 195 }])
    const unknown = engine.client.call('calendar.gaps', { symbol: 'NONE', session: first })
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-symbol' })
  })
})

test('every exchange is listed by its name, with the symbols that trade there', async () => {
  const listed = await engine.client.call('calendar.exchanges', undefined)
  expect(listed).toContainEqual({ exchange: 'XNYS', name: 'New York Stock Exchange', symbols: 2 })
  expect(listed).toContainEqual(expect.objectContaining({ exchange: 'XLON', symbols: 1 }))
  expect(listed).toContainEqual(expect.objectContaining({ exchange: '24/7', symbols: 0 }))
})
