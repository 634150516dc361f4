import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ExchangeInfo, ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { type EpochMs, hourMs } from '#shared/time/epoch.ts'
import { shownSession } from './shown-session.ts'

function exchange(code: string, zone: string, opens: number, closes: number): ExchangeInfo {
  const hours = { open: (opens * hourMs) as EpochMs, close: (closes * hourMs) as EpochMs }
  return {
    exchange: code,
    zone,
    earlyClose: false,
    opens: hours.open,
    closes: hours.close,
    segments: [hours],
    expectedMinutes: (closes - opens) * 60,
    trailing: [],
  }
}

const info: ReplayInfo = {
  session: '2024-12-02' as SessionDate,
  exchange: 'XNYS',
  synthetic: false,
  hours: 'regular',
  adjustment: 'split',
  view: 'as-repaired',
  start: 0 as EpochMs,
  end: (24 * hourMs) as EpochMs,
  exchanges: [exchange('XNYS', 'America/New_York', 14, 21), exchange('24/7', 'UTC', 0, 24)],
  symbols: [
    { symbol: 'SPY', exchange: 'XNYS', arrival: 'assumed', adjustable: false },
    { symbol: 'COIN', exchange: '24/7', arrival: 'assumed', adjustable: false },
  ],
  leftOut: [],
}

test('a symbol is shown in the hours and the zone of its exchange', () => {
  expect(shownSession(info, 'SPY')).toMatchObject({
    zone: 'America/New_York',
    expectedMinutes: 420,
    start: 0,
  })
  expect(shownSession(info, 'COIN')).toMatchObject({ exchange: '24/7', zone: 'UTC', expectedMinutes: 1440 })
  expect(shownSession(info, 'SPY')).toBe(shownSession(info, 'SPY'))
})

test('a symbol that is not replayed is shown on the exchange the replay was opened for', () => {
  for (const symbol of ['NONE', undefined]) expect(shownSession(info, symbol)?.exchange).toBe('XNYS')
})
