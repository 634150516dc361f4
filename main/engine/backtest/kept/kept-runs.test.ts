import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { drawdownColumns } from '#shared/backtest/drawdown.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { drawnCurve } from './drawn-curve.ts'
import { KeptRuns, mostNamed, mostUnnamed } from './kept-runs.ts'
import { ordersBySession } from './orders-by-session.ts'
import { madeRecord } from './testing/made-record.ts'

const store = '/somewhere/bars.tapedeck'
const ranAt = epochMs(0)
let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-kept-'))
  path = join(folder, 'backtests.tapedeck-runs')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Has something done with the file open. */
function inFile<T>(use: (kept: KeptRuns) => T): T {
  const kept = new KeptRuns(path)
  try {
    return use(kept)
  } finally {
    kept.close()
  }
}

function keep(kept: KeptRuns, of = madeRecord(), where = store) {
  return kept.keep({ id: kept.number(), store: where, ranAt, record: of })
}

describe('the file of kept runs', () => {
  test('gives back what it was given: lists, results, orders, and all that files are written from', () => {
    const record = madeRecord()
    const run = inFile((kept) => keep(kept, record))
    inFile((kept) => {
      expect(kept.list(store)).toEqual([run])
      const { events: _, skipped, log, leftOut, ...measured } = record
      expect(kept.measured(store, run.id)).toEqual(measured)
      expect(kept.results(store, run.id)).toMatchObject({ run, skipped, log, leftOut })
      expect(kept.file(store, run.id)).toEqual(record.file)
      const [first] = record.sessions
      const ofFirst = record.events.filter(({ at }) => at <= (first?.end ?? 0))
      expect(ofFirst.length).toBeGreaterThan(0)
      expect(kept.orders(store, run.id, 'ONE', first?.date as never)).toEqual(ofFirst)
    })
  })

  test.each([
    [['A'], 'A'],
    [['A', 'B', 'C', 'D'], 'A, B, C, D'],
    [['A', 'B', 'C', 'D', 'E'], 'A, B, C and 2 more'],
  ])('calls a run of %j by its strategy and %s', (symbols, words) => {
    const record = madeRecord()
    const { name } = inFile((kept) => keep(kept, { ...record, file: { ...record.file, symbols } }))
    expect(name.replace(/^.*: /, '')).toBe(words)
  })

  test.each([
    ['A'.repeat(70), 'A'.repeat(70)],
    ['A'.repeat(90), `${'A'.repeat(79)}…`],
  ])('calls a run by its strategy alone where its symbols do not fit: %s', (strategy, words) => {
    const { name } = inFile((kept) =>
      keep(kept, {
        ...madeRecord(),
        strategy,
        file: { ...madeRecord().file, symbols: ['SPY', 'AIG', 'BAC'] },
      }),
    )
    expect(name).toBe(words)
  })

  test('never gives a number twice, not even that of a removed run', () => {
    const numbers = inFile((kept) => {
      const run = keep(kept)
      kept.remove(store, run.id)
      return [run.id, kept.number()]
    })
    expect([...numbers, inFile((kept) => kept.number())]).toEqual([1, 2, 3])
  })

  test('makes room: the oldest run of a store that has no name goes, one with a name stays', () => {
    inFile((kept) => {
      const record = madeRecord()
      const other = keep(kept, record, '/elsewhere')
      const first = keep(kept, record)
      const second = keep(kept, record)
      kept.rename(store, first.id, 'Mine')
      for (let more = 0; more < mostUnnamed; more += 1) keep(kept, record)
      const ids = kept.list(store).map(({ id }) => id)
      expect(ids).toHaveLength(mostUnnamed + 1)
      expect(ids).toContain(first.id)
      expect(ids).not.toContain(second.id)
      expect(kept.list('/elsewhere')).toHaveLength(1)
      expect(kept.file('/elsewhere', other.id)).toEqual(record.file)
      for (const id of ids.slice(0, mostNamed - 1)) kept.rename(store, id, `Run ${id}`)
      const last = keep(kept, record)
      expect(() => kept.rename(store, last.id, 'One more')).toThrow(/have a name; remove one/)
      expect(kept.run(store, last.id).name).toBe(last.name)
    })
  })

  test('of a later version, of another kind, or broken is told in one line and left as it is', () => {
    inFile((kept) => keep(kept))
    const database = new Database(path)
    database.pragma('user_version = 2')
    database.close()
    const asItWas = readFileSync(path)
    expect(() => new KeptRuns(path)).toThrow(/newer version of Tapedeck \(schema 2, this one knows 1\)/)
    expect(readFileSync(path)).toEqual(asItWas)

    writeFileSync(path, 'a letter to someone, which is long enough to be no database'.repeat(10))
    expect(() => new KeptRuns(path)).toThrow(/should hold the kept backtests, but .*move it away/)
    rmSync(path)
    const foreign = new Database(path)
    foreign.exec('CREATE TABLE letters (text TEXT)')
    foreign.close()
    expect(() => new KeptRuns(path)).toThrow(/a file of another kind; move it away/)
  })

  test('with a run whose bytes are broken says which run, and gives the others', () => {
    const [one, other] = inFile((kept) => [keep(kept), keep(kept)] as const)
    const database = new Database(path)
    database
      .prepare("UPDATE parts SET content = substr(content, 1, 20) WHERE run = ? AND part = 'trades'")
      .run(one.id)
    database.prepare("DELETE FROM parts WHERE run = ? AND part = 'equity'").run(one.id)
    database.close()
    inFile((kept) => {
      expect(() => kept.results(store, one.id)).toThrow(new RegExp(`run ${one.id} cannot be read`))
      expect(() => kept.measured(store, one.id)).toThrow(new RegExp(`run ${one.id} lacks its equity`))
      expect(kept.results(store, other.id).run).toEqual(other)
    })
  })
})

test('a drawn curve keeps the highest and the lowest of each thing that is drawn', () => {
  const value = fc.double({ min: 1, max: 1e6, noNaN: true })
  const run = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 9000 })
  fc.assert(
    fc.property(run, (points) => {
      const equity = Float64Array.from(points, ([own]) => own)
      const buyAndHold = Float64Array.from(points, ([, held]) => held)
      const time = Float64Array.from(points, (_, index) => index)
      const curve = drawnCurve({
        cash: 1000,
        equity: { time, equity, cash: equity, exposure: equity },
        buyAndHold,
      })
      const drawdown = drawdownColumns(equity, 1000).percent
      const most = (column: Float64Array): number =>
        column.reduce((so, value) => Math.max(so, value), -Infinity)
      const least = (column: Float64Array): number =>
        column.reduce((so, value) => Math.min(so, value), Infinity)
      const held = curve.buyAndHold ?? new Float64Array(0)
      return (
        [most(curve.equity), least(curve.equity)].join() === [most(equity), least(equity)].join() &&
        most(curve.drawdownPct) === most(drawdown) &&
        [most(held), least(held)].join() === [most(buyAndHold), least(buyAndHold)].join() &&
        curve.time[0] === 0 &&
        curve.time.at(-1) === points.length - 1 &&
        curve.time.length <= 6000 &&
        curve.time.every((at, index) => index === 0 || at > (curve.time[index - 1] ?? 0))
      )
    }),
    { numRuns: 30 },
  )
})

test('what happens to an order at a close belongs to the session that closes, whatever its kind', () => {
  const at = (minute: number) => (minute * 60_000) as EpochMs
  const order = 1 as never
  const request = { symbol: 'ONE', side: 'buy', quantity: 1 } as const
  const events: OrderEvent[] = [
    { type: 'placed', order, at: at(10), request },
    { type: 'expired', order, at: at(10) },
    { type: 'placed', order: 2 as never, at: at(11), request: { ...request, symbol: 'TWO' } },
    { type: 'cancelled', order: 2 as never, at: at(25), reason: 'asked' },
  ]
  const sessions = [
    { date: '2024-01-02' as never, end: at(10) },
    { date: '2024-01-03' as never, end: at(20) },
  ]
  expect(ordersBySession(events, sessions)).toEqual([
    { symbol: 'ONE', session: '2024-01-02', events: events.slice(0, 2) },
    { symbol: 'TWO', session: '2024-01-03', events: events.slice(2) },
  ])
})
