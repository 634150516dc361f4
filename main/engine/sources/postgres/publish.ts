import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { at } from '#shared/bars/columns.ts'
import { stateName } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { StoredSession, StoredSymbol, StoreReader } from '../../store/store.ts'
import { checkCancelled } from '../fault.ts'
import { type Connecting, withConnection } from './connection.ts'
import { barColumns, createTable, identifier } from './layout.ts'

/** Which bars are published: of one symbol or all, in sessions from one to another, both included. */
export interface Publishing {
  readonly symbol: string | undefined
  readonly from: SessionDate
  readonly to: SessionDate
}

/** What was published; `changed` counts the bars that the table did not have, or had with other values. */
export interface Published {
  readonly symbols: number
  readonly sessions: number
  readonly bars: number
  readonly changed: number
}

const sessionsAtOnce = 50
const valueColumns = barColumns.filter((name) => !['symbol', 'bar_interval', 'start_time'].includes(name))

/**
 * Writes stored trade bars, as repaired, into a table, which it makes where there is none. Each symbol is one
 * transaction; a bar that is there is changed only where it differs, so publishing again changes nothing. Throws
 * a Failure with code 'unusable-source' or 'cancelled'.
 */
export async function publishBars(
  store: Pick<StoreReader, 'symbols' | 'intervals' | 'sessions' | 'readSessions'>,
  publishing: Publishing,
  connecting: Connecting & { readonly passwordPlace: string },
): Promise<Published> {
  const symbols = store
    .symbols()
    .filter(({ symbol }) => publishing.symbol === undefined || symbol === publishing.symbol)
  const sent = await withConnection(connecting, async (client) => {
    await client.query(createTable(connecting.place.table))
    const total = { symbols: 0, sessions: 0, bars: 0, changed: 0 }
    for (const symbol of symbols) {
      checkCancelled(connecting.signal, connecting.source)
      const one = await publishSymbol(client, store, symbol, publishing, connecting.place.table)
      if (one.sessions > 0) total.symbols++
      total.sessions += one.sessions
      total.bars += one.bars
      total.changed += one.changed
    }
    return total
  })
  if (sent.ok) return sent.value
  const { code, cause } = sent.fault
  const whatToDo = code === 'no-key' ? ` Put it ${connecting.passwordPlace}.` : ''
  throw new Failure('unusable-source', `${cause}${whatToDo}`)
}

type Counts = { sessions: number; bars: number; changed: number }

async function publishSymbol(
  client: pg.Client,
  store: Pick<StoreReader, 'intervals' | 'sessions' | 'readSessions'>,
  symbol: StoredSymbol,
  { from, to }: Publishing,
  table: string,
): Promise<Counts> {
  const counts: Counts = { sessions: 0, bars: 0, changed: 0 }
  await client.query('BEGIN')
  await client.query(`CREATE TEMP TABLE published (LIKE ${identifier(table)}) ON COMMIT DROP`)
  for (const interval of store.intervals(symbol.symbol)) {
    const dates = store.sessions(symbol.symbol, interval, from, to).map(({ session }) => session)
    for (let first = 0; first < dates.length; first += sessionsAtOnce) {
      const [begin, end] = [dates[first], dates[Math.min(first + sessionsAtOnce, dates.length) - 1]]
      if (begin === undefined || end === undefined) break
      const sessions = store.readSessions([symbol.symbol], interval, begin, end)
      counts.sessions += sessions.length
      counts.bars += sessions.reduce((sum, { bars }) => sum + bars, 0)
      const copy = client.query(copyFrom(`COPY published (${barColumns.join(', ')}) FROM STDIN`))
      await pipeline(Readable.from(copyLines(symbol, sessions)), copy)
      await nextTurn()
    }
  }
  const { rowCount } = await client.query(mergeInto(table))
  await client.query('COMMIT')
  counts.changed = rowCount ?? 0
  return counts
}

/** Lines of COPY's text format, a session at a time; no value has a tab or a backslash but, perhaps, a feed's name. */
function* copyLines(
  { symbol, exchange }: StoredSymbol,
  sessions: readonly StoredSession[],
): Generator<string> {
  for (const { interval, session, feed, columns } of sessions) {
    const name = feed
      .replaceAll('\\', '\\\\')
      .replaceAll('\t', '\\t')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')
    let lines = ''
    for (let index = 0; index < columns.start.length; index++) {
      const time = formatUtc(at(columns.start, index) as EpochMs)
      const values = [columns.open, columns.high, columns.low, columns.close, columns.volume]
        .map((column) => at(column, index))
        .join('\t')
      const state = stateName(at(columns.state, index))
      lines += `${symbol}\t${exchange}\t${interval}\t${time}\t${session}\t${values}\t${state}\t${name}\n`
    }
    yield lines
  }
}

function mergeInto(table: string): string {
  const columns = barColumns.join(', ')
  const set = valueColumns.map((name) => `${name} = excluded.${name}`).join(', ')
  const here = valueColumns.map((name) => `kept.${name}`).join(', ')
  const there = valueColumns.map((name) => `excluded.${name}`).join(', ')
  return `
    INSERT INTO ${identifier(table)} AS kept (${columns}) SELECT ${columns} FROM published
    ON CONFLICT (symbol, bar_interval, start_time) DO UPDATE SET ${set}
    WHERE (${here}) IS DISTINCT FROM (${there})`
}
