import { allocateColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { parseSessionDate } from '#shared/calendar/session-date.ts'
import { addMs, type EpochMs, minuteMs, parseUtc } from '#shared/time/epoch.ts'
import { WallTime } from '../../time/wall-time.ts'
import { openStore } from '../open.ts'

/**
 * Makes a store for the tests of the two views at the path that is given: SPY on Monday 2024-07-08 from 09:30 to
 * 10:30. The bar of 09:40 was corrected 30 s after its end; those of 09:50 and 09:51 were filled years later, and
 * that of 09:52 is missing.
 */
const path = process.argv[2]
const session = parseSessionDate('2024-07-08')
const open = parseUtc('2024-07-08T13:30:00Z')
const came = parseUtc('2026-11-21T15:02:00Z')
if (path === undefined || session === undefined || open === undefined || came === undefined)
  throw new Error('late-store.ts PATH')
const opened: EpochMs = open

const place = { symbol: 'SPY', exchange: 'XNYS', interval: oneMinute, session } as const
const store = openStore(path, { access: 'write', create: true, owner: 'a test', time: new WallTime() })
const minutes = Array.from({ length: 60 }, (_, minute) => minute)
importBars(
  minutes.filter((minute) => minute < 20 || minute > 22),
  0,
  addMs(open, 1),
)
importBars([10], 5, addMs(open, 11 * minuteMs + 30_000))
const request = { kind: 'request', source: 'warehouse', from: open, to: addMs(open, 60 * minuteMs) } as const
store.storeFill({
  ...place,
  request: { ...request, askedAt: came, answeredAt: came, try: 1, outcome: 'bars', bars: 2, id: 'one' },
  columns: barsOf([20, 21], 0),
})
store.close()

function importBars(of: readonly number[], rise: number, at: EpochMs): void {
  const file = { feed: 'us-equities', synthetic: false, name: `${at}.csv`, sha256: '0'.repeat(64), at }
  store.importFile(file, [{ ...place, kind: 'trade', columns: barsOf(of, rise) }])
}

function barsOf(of: readonly number[], rise: number) {
  const columns = allocateColumns(of.length)
  for (const [index, minute] of of.entries()) {
    const price = 550 + Math.sin(minute / 6) * 3
    columns.start[index] = opened + minute * minuteMs
    columns.open[index] = round(price)
    columns.close[index] = round(price + 0.5 + rise)
    columns.high[index] = round(price + 1 + rise)
    columns.low[index] = round(price - 0.5)
    columns.volume[index] = 1000 + minute
  }
  return columns
}

function round(price: number): number {
  return Math.round(price * 100) / 100
}
