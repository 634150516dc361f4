import type Database from 'better-sqlite3'
import { type Measures, ofEnough } from '#shared/backtest/statistics.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest, KeptResults, KeptRun } from '#shared/protocol/backtest-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { MeasuredRun, RunRecord } from '../perform/run-record.ts'
import type { RunFile } from '../run-file/run-file.ts'
import { onKept, openKept, unreadable } from './kept-file.ts'
import { type KeptParts, pack, partsOf, unpack } from './kept-parts.ts'
import { ordersBySession } from './orders-by-session.ts'
import { firstTrades, tradesOf } from './trade-columns.ts'

/** A window is told so many at once: more would not fit into one message. */
const mostTrades = 50_000
const mostOrders = 10_000
/** Of a store: the oldest ones that the user gave no name make room for new ones. */
export const mostUnnamed = 200
/** Of a store: all of them are told in one message, which must not hold up a replay. */
export const mostNamed = 100
const longestName = 80

interface RunRow extends Omit<KeptRun, 'request' | 'measures'> {
  readonly named: number
  readonly request: string
  readonly measures: string
}

/** What is kept of a run that is through. */
export interface NewRun {
  readonly id: number
  /** Path of the store that it read. */
  readonly store: string
  readonly ranAt: EpochMs
  readonly record: RunRecord
}

/**
 * The runs that were kept, in one file for all stores. Each is written in one transaction: after a crash it is there
 * as a whole or not at all. Its functions throw a Failure of code 'usage' for a run that is not kept of the store.
 */
export class KeptRuns {
  readonly #path: string
  readonly #database: Database.Database

  /** Throws as `openKept` does. */
  constructor(path: string) {
    this.#path = path
    this.#database = openKept(path)
  }

  /** A number for a run, which no other run was given or will be. */
  number(): number {
    return this.#do(() =>
      Number(this.#database.prepare('UPDATE numbers SET last = last + 1 RETURNING last').pluck().get()),
    )
  }

  /** Keeps a run, and takes the oldest one that has no name away where there are too many. */
  keep({ id, store, ranAt, record }: NewRun): KeptRun {
    const { file, strategy, zone, bars, measures } = record
    const row: RunRow = {
      ...{ id, strategy, zone, ranAt, bars, named: 0 },
      name: nameOf(strategy, file.symbols),
      // No limit is null in JSON.
      request: JSON.stringify(requestOf(file), (_, value: unknown) => value ?? null),
      exchange: file.exchange,
      sessions: record.sessions.length,
      trades: record.trades.length,
      measures: JSON.stringify(measures),
    }
    const parts = Object.entries(partsOf(record)).map(([part, content]) => [part, pack(content)] as const)
    const orders = ordersBySession(record.events, record.sessions)
    const write = this.#database.transaction(() => {
      this.#database
        .prepare(
          'INSERT INTO runs (id, store, name, named, strategy, request, exchange, zone, ran_at, bars, sessions, ' +
            'trades, measures) VALUES (@id, @store, @name, @named, @strategy, @request, @exchange, @zone, @ranAt, ' +
            '@bars, @sessions, @trades, @measures)',
        )
        .run({ ...row, store })
      const part = this.#database.prepare('INSERT INTO parts (run, part, content) VALUES (?, ?, ?)')
      for (const [name, content] of parts) part.run(id, name, content)
      const order = this.#database.prepare(
        'INSERT INTO orders (run, symbol, session, events) VALUES (?, ?, ?, ?)',
      )
      for (const { symbol, session, events } of orders) order.run(id, symbol, session, pack(events))
      this.#database
        .prepare(
          'DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE store = ? AND named = 0 ' +
            `ORDER BY id DESC LIMIT -1 OFFSET ${mostUnnamed})`,
        )
        .run(store)
    })
    this.#do(() => write.immediate())
    return keptOf(row)
  }

  /** Runs of a store, the last one first. */
  list(store: string): readonly KeptRun[] {
    return this.#do(() =>
      this.#database
        .prepare<[string], RunRow>(`${selectRun} WHERE store = ? ORDER BY id DESC`)
        .all(store)
        .map(keptOf),
    )
  }

  run(store: string, id: number): KeptRun {
    const row = this.#do(() =>
      this.#database
        .prepare<[string, number], RunRow>(`${selectRun} WHERE store = ? AND id = ?`)
        .get(store, id),
    )
    if (!row) throw new Failure('usage', `Run ${id} is not kept of this store; it may have been removed.`)
    return keptOf(row)
  }

  results(store: string, id: number): KeptResults {
    const run = this.run(store, id)
    const trades = this.#part(id, 'trades')
    const { skipped, log, leftOut } = this.#part(id, 'notes')
    return {
      run,
      curve: this.#part(id, 'curve'),
      trades: firstTrades(trades, mostTrades),
      skipped: [...skipped],
      log: [...log],
      leftOut: { ...leftOut, trades: Math.max(0, trades.symbol.length - mostTrades) },
    }
  }

  /** What happened to the orders of a symbol in a session, the first of it; none where nothing did. */
  orders(store: string, id: number, symbol: string, session: SessionDate): readonly OrderEvent[] {
    this.run(store, id)
    const content = this.#do(() =>
      this.#database
        .prepare<[number, string, string], Buffer>(
          'SELECT events FROM orders WHERE run = ? AND symbol = ? AND session = ?',
        )
        .pluck()
        .get(id, symbol, session),
    )
    return content ? (this.#unpacked(id, content) as readonly OrderEvent[]).slice(0, mostOrders) : []
  }

  /** The file from which it can be run again. */
  file(store: string, id: number): RunFile {
    this.run(store, id)
    return this.#part(id, 'file')
  }

  /** All that files of it are written from. */
  measured(store: string, id: number): MeasuredRun {
    const { strategy, zone, bars, measures } = this.run(store, id)
    const file = this.#part(id, 'file')
    return {
      ...this.#part(id, 'equity'),
      ...{ file, strategy, zone, bars },
      trades: tradesOf(this.#part(id, 'trades'), file.symbols),
      measures: measures as MeasuredRun['measures'],
    }
  }

  /** Gives a run a name, under which it stays until it is removed. */
  rename(store: string, id: number, name: string): KeptRun {
    this.run(store, id)
    const write = this.#database.transaction(() => {
      this.#database.prepare('UPDATE runs SET name = ?, named = 1 WHERE id = ?').run(name, id)
      const count = this.#database.prepare('SELECT count(*) FROM runs WHERE store = ? AND named = 1').pluck()
      if (Number(count.get(store)) > mostNamed)
        throw new Failure('usage', `${mostNamed} runs of this store have a name; remove one of them first.`)
    })
    this.#do(() => write.immediate())
    return this.run(store, id)
  }

  remove(store: string, id: number): void {
    this.run(store, id)
    this.#do(() => {
      this.#database.prepare('DELETE FROM runs WHERE id = ?').run(id)
      this.#database.pragma('incremental_vacuum')
    })
  }

  close(): void {
    this.#database.close()
  }

  #part<Name extends keyof KeptParts>(id: number, name: Name): KeptParts[Name] {
    const content = this.#do(() =>
      this.#database
        .prepare<[number, string], Buffer>('SELECT content FROM parts WHERE run = ? AND part = ?')
        .pluck()
        .get(id, name),
    )
    if (!content) throw unreadable(this.#path, `run ${id} lacks its ${name}`)
    return this.#unpacked(id, content) as KeptParts[Name]
  }

  #unpacked(id: number, content: Buffer): unknown {
    try {
      return unpack(content)
    } catch (error) {
      throw unreadable(this.#path, `run ${id} cannot be read (${(error as Error).message})`)
    }
  }

  #do<T>(action: () => T): T {
    return onKept(this.#path, action)
  }
}

const selectRun =
  'SELECT id, name, named, strategy, request, exchange, zone, ran_at AS ranAt, bars, sessions, trades, measures FROM runs'

function keptOf({ named: _, request, measures, ...run }: RunRow): KeptRun {
  return {
    ...run,
    request: JSON.parse(request) as BacktestRequest,
    // One kept before samples had a least size has numbers that are told no more.
    measures: { ...ofEnough(JSON.parse(measures) as Measures, run.sessions) },
  }
}

/** What was asked for, without the text of a strategy: lists show many of them. */
function requestOf({ strategy, ...file }: RunFile): BacktestRequest {
  const { params, symbols, from, to, interval, view, broker, closeAtEnd, seed } = file
  return {
    strategy: strategy.kind === 'file' ? { kind: 'file', file: strategy.file } : strategy,
    ...{ params, symbols, from, to, interval, view, broker, closeAtEnd },
    ...(seed !== undefined && { seed }),
  }
}

function nameOf(strategy: string, symbols: readonly string[]): string {
  // A fourth one is named: it is no longer than "and 1 more".
  const named = symbols.length <= 4 ? symbols : symbols.slice(0, 3)
  const more = named.length < symbols.length ? ` and ${symbols.length - named.length} more` : ''
  const whole = `${strategy}: ${named.join(', ')}${more}`
  if (whole.length <= longestName) return whole
  return strategy.length <= longestName ? strategy : `${strategy.slice(0, longestName - 1).trimEnd()}…`
}
