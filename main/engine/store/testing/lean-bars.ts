import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { hourMs } from '#shared/time/epoch.ts'
import type { SessionBatch } from '../store.ts'

interface Market {
  readonly exchange: string
  /** Units of a price in which the files count. */
  readonly price: number
  /** From the midnight that the files count from to the open. */
  readonly beforeOpenMs: number
}

const equity: Market = { exchange: 'XNYS', price: 10_000, beforeOpenMs: 9.5 * hourMs }
const crypto: Market = { exchange: '24/7', price: 1, beforeOpenMs: 0 }

/**
 * All bars of a LEAN data folder as it comes with LEAN, read as simply as can be: by itself, so that it can judge
 * what the store makes of them.
 */
export function leanBars(folder: string): SessionBatch[] {
  const usa = join(folder, 'equity', 'usa')
  return [
    ...minuteBars(join(usa, 'minute'), equity),
    ...minuteBars(join(folder, 'crypto', 'coinbase', 'minute'), crypto),
    ...namesIn(join(usa, 'daily')).flatMap((name) => dailyBars(join(usa, 'daily', name))),
  ]
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function minuteBars(folder: string, market: Market): SessionBatch[] {
  const calendar = calendarOf(market.exchange)
  return namesIn(folder).flatMap((symbol) =>
    namesIn(join(folder, symbol)).flatMap((name): SessionBatch[] => {
      const date = `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6, 8)}` as SessionDate
      const session = calendar.session(date)
      if (!session) return []
      const midnight = session.open - market.beforeOpenMs
      const rows = rowsOf(join(folder, symbol, name))
      const start = rows.map((row) => midnight + Number(row[0]))
      const place = {
        symbol: symbol.toUpperCase(),
        exchange: market.exchange,
        session: date,
        interval: oneMinute,
      }
      const bars = (from: number) => columnsAt(rows, from, start, market)
      return name.includes('quote')
        ? [{ ...place, kind: 'quote', columns: { bid: bars(1), ask: bars(6) } }]
        : [{ ...place, kind: 'trade', columns: bars(1) }]
    }),
  )
}

function dailyBars(path: string): SessionBatch[] {
  const symbol = basename(path, '.zip').toUpperCase()
  const calendar = calendarOf(equity.exchange)
  return rowsOf(path).flatMap((row): SessionBatch[] => {
    const [stamp = ''] = row
    const session = `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}` as SessionDate
    const open = calendar.session(session)?.open
    if (open === undefined) return []
    const columns = columnsAt([row], 1, [open], equity)
    return [{ symbol, exchange: equity.exchange, session, interval: oneDay, kind: 'trade', columns }]
  })
}

function rowsOf(path: string): string[][] {
  const [content] = Object.values(unzipSync(readFileSync(path)))
  if (!content) throw new Error(`${path} is empty`)
  return strFromU8(content)
    .trim()
    .split('\n')
    .map((line) => line.split(','))
}

function columnsAt(
  rows: readonly string[][],
  from: number,
  start: readonly number[],
  { price }: Market,
): BarColumns {
  const columns = allocateColumns(rows.length)
  for (const [index, row] of rows.entries()) {
    columns.start[index] = start[index] ?? Number.NaN
    columns.open[index] = Number(row[from]) / price
    columns.high[index] = Number(row[from + 1]) / price
    columns.low[index] = Number(row[from + 2]) / price
    columns.close[index] = Number(row[from + 3]) / price
    columns.volume[index] = Number(row[from + 4])
  }
  return columns
}
