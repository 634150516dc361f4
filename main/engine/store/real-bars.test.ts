import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BarColumns } from '#shared/bars/columns.ts'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { importKept } from '../import/testing/kept-batches.ts'
import { file, openReader, openWriter } from './testing/temporary-store.ts'

const answers = process.env.TAPEDECK_ANSWERS ?? ''
/** Eight in the file, with the 20 kB of the empty store that this was first held to: 0.36 a bar of these. */
const mostBytesPerBar = 7.6

// What the import makes of these files is held against their lines by its own tests.
describe.skipIf(!answers)('the bars of real markets', async () => {
  const batches = answers ? (await importKept(join(answers, 'data', 'lean'))).kept.batches : []
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const bars = sum(batches.map((batch) => startOf(batch).length))

  function startOf(batch: (typeof batches)[number]): Float64Array {
    return batch.kind === 'trade' ? batch.columns.start : batch.columns.bid.start
  }

  function sameBits(read: BarColumns | undefined, written: BarColumns): boolean {
    const names = ['start', 'open', 'high', 'low', 'close', 'volume', 'state'] as const
    return read !== undefined && names.every((name) => bytesOf(read[name]).equals(bytesOf(written[name])))
  }

  function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array): Buffer {
    return Buffer.from(buffer, byteOffset, byteLength)
  }

  test('come back exactly and make the file grow by 7.6 bytes each at most', () => {
    const writer = openWriter()
    const empty = statSync(writer.path).size
    expect(writer.importFile(file(), batches)).toEqual({ added: bars, revised: 0, unchanged: 0 })
    writer.close()
    const store = openReader(writer.path)
    const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
    const daily = store.readSessions(
      symbols,
      oneDay,
      '1990-01-01' as SessionDate,
      '2030-01-01' as SessionDate,
    )
    const dailyColumns = new Map(
      daily.map(({ symbol, session, columns }) => [`${symbol} ${session}`, columns]),
    )
    const changed = batches.filter((batch) => {
      const { symbol, interval, session } = batch
      if (batch.kind === 'trade') {
        const daily = dailyColumns.get(`${symbol} ${session}`)
        const read = interval === oneDay ? daily : store.readSession(symbol, interval, session)?.columns
        return !sameBits(read, batch.columns)
      }
      const read = store.readQuotes(symbol, interval, session)
      return !sameBits(read?.bid, batch.columns.bid) || !sameBits(read?.ask, batch.columns.ask)
    })
    expect(changed).toEqual([])
    expect(store.summary().bars).toBe(bars)
    expect((statSync(writer.path).size - empty) / bars).toBeLessThan(mostBytesPerBar)
  })

  test('have the holes that are known', () => {
    const store = openWriter()
    store.importFile(file(), batches)
    const regular = (symbol: string) =>
      store
        .sessions(symbol, oneMinute, '2013-10-01' as SessionDate, '2013-10-31' as SessionDate)
        .map(({ regularBars }) => regularBars)
    expect(regular('SPY')).toEqual([390, 390, 390, 390, 390, 390])
    expect(regular('AIG')).toEqual([390, 389, 390, 390, 390, 390])
    expect(regular('IBM')).toEqual([389, 390, 390, 390, 390, 389])
    const coins = store.sessions(
      'BTCUSD',
      oneMinute,
      '2018-04-01' as SessionDate,
      '2018-04-30' as SessionDate,
    )
    expect(coins.map(({ bars, regularBars }) => [bars, regularBars])).toEqual([
      [1007, 1007],
      [1440, 1440],
      [1440, 1440],
    ])
  })
})
