import { expect, test } from 'vitest'
import { utc } from '../boundaries/testing/utc.ts'
import { type LoadedSession, sessionOf } from './loaded-session.ts'
import { calendarSession, expectedMinutes } from './testing/calendar-session.ts'
import { Stage } from './testing/stage.ts'

const date = '2024-11-29'

/** New York's half day with S0, and London's full day with L0, on one clock. */
function twoExchanges(): LoadedSession {
  const newYork = calendarSession('XNYS', date, [expectedMinutes('XNYS', date)])
  const london = calendarSession('XLON', date, [expectedMinutes('XLON', date).slice(0, 330)])
  const [exchange] = newYork.exchanges
  if (!exchange) throw new Error('no exchange')
  const others = london.symbols.map((loaded) => ({ ...loaded, symbol: 'L0' }))
  return sessionOf(exchange, [...newYork.symbols, ...others], newYork)
}

test('each exchange has a session of its own, on one clock and in every direction', async () => {
  const on = new Stage(twoExchanges())
  const { watch, playback } = on.replay
  const states = () => watch.reports().map(({ exchange, state }) => `${exchange} ${state}`)
  expect(states()).toEqual(['XNYS not-started', 'XLON active'])
  await playback.seek(utc(`${date}T13:00:00Z`))
  expect([states(), watch.stateOf('S0'), watch.stateOf('L0')]).toEqual([
    ['XNYS not-started', 'XLON active'],
    'inactive',
    'current',
  ])
  await playback.seek(utc(`${date}T14:40:00Z`))
  expect(states()).toEqual(['XNYS active', 'XLON timeout'])
  // One good symbol of another exchange does not clear it (L1).
  expect([watch.stateOf('S0'), watch.stateOf('L0')]).toEqual(['current', 'stalled'])
  await playback.seek(utc(`${date}T17:10:00Z`))
  expect(states()).toEqual(['XNYS active', 'XLON ended'])
  await playback.seek(utc(`${date}T10:00:00Z`))
  expect(states()).toEqual(['XNYS not-started', 'XLON active'])
  await playback.seek(on.loaded.end)
  expect(states()).toEqual(['XNYS ended', 'XLON ended'])
})

test('the main session rolls; what others know and what is wrong with them goes along', async () => {
  const on = new Stage(twoExchanges())
  const { watch, playback } = on.replay
  await playback.seek(utc(`${date}T10:00:00Z`))
  watch.forceState('error', 'a halt without a message', 'XLON')
  expect(() => watch.forceState('ended', 'why not', 'XHKG')).toThrow(/XHKG is no exchange/)
  await playback.seek(on.loaded.end)
  const legacies = watch.roll()
  expect([...legacies].map(([exchange, { error }]) => [exchange, error?.cause])).toEqual([
    ['XNYS', undefined],
    ['XLON', 'a halt without a message'],
  ])
  watch.clearError()
  expect(watch.reports().every(({ error }) => error === undefined)).toBe(true)
})
