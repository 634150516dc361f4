import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { at, lowerBound } from '#shared/bars/columns.ts'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { openStore } from '../store/open.ts'
import type { StoreReader, StoreSummary } from '../store/store.ts'
import { WallTime } from '../time/wall-time.ts'
import { createDemoStore } from './create-demo-store.ts'
import { demoProfiles } from './profile.ts'

const time = new WallTime()
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-demo-store-'))
const always = '1990-01-01' as SessionDate
const ever = '2028-12-31' as SessionDate
const shortFriday = '2024-11-29' as SessionDate

describe('the demo store', () => {
  let store: StoreReader
  let summary: StoreSummary

  beforeAll(async () => {
    const path = join(folder, 'demo.tapedeck')
    summary = await createDemoStore(path, { time })
    store = openStore(path, { access: 'read' })
  })
  afterAll(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })

  test('is marked as synthetic throughout, and has 24 symbols of one exchange', () => {
    expect(summary).toMatchObject({ synthetic: true, symbols: 24, exchanges: ['XNYS'] })
    expect(store.symbols().every(({ synthetic, exchange }) => synthetic && exchange === 'XNYS')).toBe(true)
    expect(new Set(store.symbols().map(({ symbol }) => symbol))).toEqual(
      new Set(demoProfiles.map(({ symbol }) => symbol)),
    )
  })

  test('has minutes of 25 sessions in a row, an early close and both sides of a clock change among them', () => {
    const dates = store.sessions('NORVA', oneMinute, always, ever).map(({ session }) => session)
    expect(dates).toHaveLength(25)
    const sessions = calendarOf('XNYS').sessions(dates[0] ?? always, dates.at(-1) ?? ever)
    expect(sessions.map(({ date }) => date)).toEqual(dates)
    expect(sessions.some(({ earlyClose }) => earlyClose)).toBe(true)
    const opens = new Set(sessions.map(({ open }) => open % 86_400_000))
    expect(opens.size).toBe(2)
    for (const { symbol } of demoProfiles)
      expect(store.sessions(symbol, oneMinute, always, ever)).toHaveLength(25)
  })

  test('busy symbols are complete at 210 minutes on the early close, with bars after it', () => {
    for (const symbol of ['TDALL', 'NORVA', 'ZILTA', 'LOMBR']) {
      const stored = store.readSession(symbol, oneMinute, shortFriday)
      expect(stored?.regularBars).toBe(210)
      expect(stored?.bars).toBeGreaterThan(210)
    }
  })

  test('quiet funds miss 15 to 20 % of every session', () => {
    for (const { session, regularBars } of store.sessions('TDREM', oneMinute, always, ever)) {
      const expected = calendarOf('XNYS').session(session)?.expectedMinutes ?? 0
      expect(1 - regularBars / expected).toBeGreaterThanOrEqual(0.15)
      expect(1 - regularBars / expected).toBeLessThanOrEqual(0.2)
    }
  })

  test('outages take a dozen minutes from several busy symbols at once, more than one time', () => {
    const outages = store
      .sessions('NORVA', oneMinute, always, ever)
      .map(({ session }) =>
        demoProfiles
          .filter(({ quiet }) => quiet[1] === 0)
          .filter(({ symbol }) => {
            const expected = calendarOf('XNYS').session(session)?.expectedMinutes ?? 0
            return store.readSession(symbol, oneMinute, session)?.regularBars === expected - 12
          }),
      )
      .filter((symbols) => symbols.length > 0)
    expect(outages.length).toBeGreaterThan(1)
    for (const symbols of outages) expect(symbols.length).toBeGreaterThan(2)
  })

  test('days reach two years back and agree with the minutes where there are any', () => {
    for (const { symbol } of demoProfiles) {
      const days = store.sessions(symbol, oneDay, always, ever)
      expect(days.length).toBeGreaterThan(500)
      for (const { session } of store.sessions(symbol, oneMinute, always, ever).slice(-2)) {
        const { open, close } = calendarOf('XNYS').session(session) ?? {}
        const minutes = store.readSession(symbol, oneMinute, session)?.columns
        const day = store.readSession(symbol, oneDay, session)?.columns
        if (!minutes || !day || !open || !close) throw new Error(`${symbol} ${session}`)
        const from = lowerBound(minutes.start, open)
        const to = lowerBound(minutes.start, close)
        expect([...day.start]).toEqual([open])
        expect(at(day.open, 0)).toBe(at(minutes.open, from))
        expect(at(day.close, 0)).toBe(at(minutes.close, to - 1))
        expect(at(day.high, 0)).toBe(Math.max(...minutes.high.slice(from, to)))
        expect(at(day.low, 0)).toBe(Math.min(...minutes.low.slice(from, to)))
      }
    }
  })

  test('comes with watchlists', () => {
    const [all, funds] = store.watchlists()
    expect(all).toMatchObject({ name: 'Demo' })
    expect(all?.symbols).toHaveLength(24)
    expect(funds?.symbols).toEqual(['TDALL', 'TDTEC', 'TDSML', 'TDBND', 'TDREM'])
  })
})

describe('when it cannot be made', () => {
  const other = mkdtempSync(join(tmpdir(), 'tapedeck-no-demo-'))
  const path = join(other, 'demo.tapedeck')
  afterEach(() => rmSync(path, { force: true }))
  afterAll(() => rmSync(other, { recursive: true }))

  test('a file that exists is not touched', async () => {
    writeFileSync(path, 'mine')
    await expect(createDemoStore(path, { time })).rejects.toThrow(/exists already/)
    expect(readdirSync(other)).toEqual(['demo.tapedeck'])
  })

  test('ended half way, nothing is left', async () => {
    const cancel = new AbortController()
    const made = createDemoStore(path, {
      time,
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === 2) cancel.abort()
      },
    })
    await expect(made).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(other)).toEqual([])
  })
})
