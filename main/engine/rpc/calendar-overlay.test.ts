import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { noOverlay } from '#shared/calendar/overlay.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { eventsOf, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

const day = '2024-01-10' as SessionDate
const before = '2024-01-09' as SessionDate
const exchange = 'XNYS'
const earlyCloses = [{ date: day, reason: 'flood', close: '12:30' }]

let engine: TestEngine
beforeEach(async () => {
  engine = startTestEngine()
  const path = join(engine.folder, 'bars.tape')
  fillStore(
    path,
    [before, day].map((session) => ({ symbol: 'SPY', session, minutes: everyMinute })),
  )
  await engine.client.call('store.open', { path })
})
afterEach(() => engine.close())

function setOverlay(overlay: unknown) {
  return engine.client.call('calendar.setOverlay', { exchange, overlay })
}

function openReplay() {
  return engine.client.call('replay.open', {
    session: day,
    exchange,
    symbols: ['SPY'],
    trailing: [{ sessions: 1, interval: oneMinute }],
    hours: 'regular',
  })
}

test('R7: an overlay reaches every answer, and says which sessions are graded anew', async () => {
  const changes = eventsOf(engine, 'calendar.changed')
  const { version } = calendarOf(exchange)
  expect((await openReplay()).exchanges[0]?.expectedMinutes).toBe(390)
  const set = await setOverlay({ earlyCloses })
  expect(set.version).toMatch(new RegExp(`^${version}\\+`))
  expect(await changes.next()).toEqual({ exchange, version: set.version, sessions: [day] })
  expect(await engine.client.call('calendar.overlay', { exchange: 'XNAS' })).toEqual(set)
  expect(await engine.client.call('calendar.range', { exchange })).toMatchObject({ version: set.version })
  const { sessions } = await engine.client.call('calendar.sessions', { exchange, from: day, to: day })
  expect(sessions).toEqual([expect.objectContaining({ earlyClose: true, reason: 'flood' })])
  expect(await openReplay()).toMatchObject({
    exchanges: [{ expectedMinutes: 180, earlyClose: true, reason: 'flood' }],
  })
  expect(await setOverlay({})).toEqual({ overlay: noOverlay, version })
  expect((await openReplay()).exchanges[0]?.expectedMinutes).toBe(390)
})

test('a day marked as closed is no session, and is not the latest', async () => {
  await setOverlay({ closures: [{ date: day, reason: 'storm' }] })
  expect(await engine.client.call('calendar.latest', { exchange })).toBe(before)
  await expect(openReplay()).rejects.toMatchObject({ code: 'no-session' })
})

test('an overlay that is wrong is refused and changes nothing', async () => {
  await expect(setOverlay({ closed: [] })).rejects.toMatchObject({ code: 'bad-file' })
  const late = [{ date: day, reason: 'x', open: '17:00' }]
  await expect(setOverlay({ lateOpens: late })).rejects.toThrow(/lies outside its regular hours/)
  expect((await openReplay()).exchanges[0]?.expectedMinutes).toBe(390)
})

test('a file that is wrong is told as trouble and with the overlay', async () => {
  const trouble = eventsOf(engine, 'trouble')
  writeFileSync(engine.system.overlays.path, '[]')
  engine.system.overlays.look()
  expect(await trouble.next()).toMatchObject({ severity: 'warning' })
  const { problem } = await engine.client.call('calendar.overlay', { exchange })
  expect(problem).toContain(engine.system.overlays.path)
})
