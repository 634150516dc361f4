import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { figureNames } from '#shared/sweep/rank.ts'
import { type CellFileHead, cellFileHeadShape, cellsOfShard, parseShard } from '#shared/sweep/sweep-file.ts'
import { CellFile, readCellFile } from './cell-file.ts'
import { finishSweep, joinParts } from './finished-sweep.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-cells-'))
afterAll(() => rmSync(folder, { recursive: true }))

function head(sweep: object = {}, shard = { number: 1, of: 1 }): CellFileHead {
  return cellFileHeadShape.parse({
    format: 'tapedeck sweep cells 1',
    shard,
    sweep: {
      format: 'tapedeck sweep 1',
      strategy: { kind: 'built-in', name: 'two-averages' },
      title: 'Two moving averages',
      axes: [{ name: 'fast', values: [2, 3, 4, 5, 6, 7] }],
      symbols: ['A'],
      exchange: 'XNYS',
      ...{ from: '2024-07-08', to: '2024-07-09', interval: '1m', view: 'as-repaired' },
      broker: usualBroker,
      closeAtEnd: false,
      split: { kind: 'whole' },
      by: 'sharpe',
      calendar: '1',
      bars: { A: '0'.repeat(64) },
      ...sweep,
    },
    sessions: [{ date: '2024-07-08', end: 1_720_468_800_000 }],
    sessionsAYear: 252,
  })
}

function result(cell: number): CellResult {
  return {
    cell,
    windows: [{ inSample: figureNames.map((_, place) => (place === 3 ? null : cell + place / 8)) }],
  }
}

function pathOf(name: string): string {
  return join(folder, name)
}

test('what is through is there again, also after the process was killed in the middle of a line', () => {
  const path = pathOf('killed.ndjson')
  const first = CellFile.open(path, head())
  for (const cell of [4, 0, 2]) first.add(result(cell))
  first.close()
  const whole = readFileSync(path)
  appendFileSync(path, '{"cell":1,"windows":[{"inSample":[1,2')

  const second = CellFile.open(path, head())
  expect([...second.results.keys()]).toEqual([4, 0, 2])
  expect(readFileSync(path)).toEqual(whole)
  for (const cell of [5, 1, 3]) second.add(cell === 3 ? { cell, fault: 'x.ts:1:1: “no” ü.' } : result(cell))
  second.finish()
  second.close()
  expect(() => second.add(result(0))).toThrow('is closed')
  const cells = readCellFile(path)
  expect(cells.results.map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4, 5])
  expect(cells.results[4]).toEqual(result(4))
  expect(cells.results[3]).toEqual({ cell: 3, fault: 'x.ts:1:1: “no” ü.' })
})

test('a file of which not even the head was written begins anew', () => {
  const path = pathOf('begun.ndjson')
  writeFileSync(path, '{"format":"tapedeck sw')
  const file = CellFile.open(path, head())
  file.close()
  expect(file.results.size).toBe(0)
  expect(readCellFile(path).head).toEqual(head())
})

test('cells of another sweep are not mixed in, but what they are compared by may change', () => {
  const path = pathOf('other.ndjson')
  CellFile.open(path, head()).close()
  CellFile.open(path, head({ by: 'return' })).close()
  const other = head(
    { axes: [{ name: 'fast', values: [1] }], bars: { A: '1'.repeat(64) } },
    { number: 1, of: 2 },
  )
  expect(() => CellFile.open(path, other)).toThrow(
    `${path}: holds cells of another sweep (params, bars, shard not the same); choose another folder or remove the file`,
  )
})

test.each([
  ['no JSON', '{\n', ':1: it is not JSON'],
  ['another file', '{"a":1}\n', ':1: it is not the file of a sweep'],
])('%s is told', (name, text, message) => {
  writeFileSync(pathOf(name), text)
  expect(() => readCellFile(pathOf(name))).toThrow(pathOf(name) + message)
})

test.each([
  ['a cell of another part', JSON.stringify(result(1))],
  ['a cell beyond the grid', JSON.stringify(result(6))],
  ['no cell', '{"cell":0}'],
])('a line that is %s is told', (name, line) => {
  const path = pathOf(name)
  CellFile.open(path, head({}, { number: 1, of: 2 })).close()
  appendFileSync(path, `${line}\n`)
  expect(() => readCellFile(path)).toThrow(`${path}:2: it is no cell of this sweep`)
})

test('a folder that is not there is told', () => {
  expect(() => CellFile.open(join(folder, 'none', 'x'), head())).toThrow('could not be read or written')
  expect(() => readCellFile(join(folder, 'none', 'x'))).toThrow('could not be read or written')
})

test('parts share the cells out, and joined they are the whole', () => {
  expect(cellsOfShard({ number: 2, of: 4 }, 10)).toEqual([1, 5, 9])
  expect(cellsOfShard({ number: 4, of: 4 }, 2)).toEqual([])
  const part = (number: number) => {
    const shard = { number, of: 4 }
    return { path: `part${number}`, head: head({}, shard), results: cellsOfShard(shard, 6).map(result) }
  }
  const joined = joinParts([part(3), part(1), part(4), part(2)])
  expect(joined).toEqual(finishSweep(head(), [5, 4, 3, 2, 1, 0].map(result)))
  expect(() => joinParts([part(1), part(3), part(4)])).toThrow(
    '2 of 6 cells are missing, those of --shard 2/4; run these to their end',
  )
  expect(() => joinParts([part(1), { ...part(2), head: head({ closeAtEnd: true }) }])).toThrow(
    'part2: is of another sweep than part1 (close-at-end not the same)',
  )
  expect(() => joinParts([])).toThrow('no parts')
})

test.each([
  ['1/4', { number: 1, of: 4 }],
  ['4/4', { number: 4, of: 4 }],
  ['5/4', undefined],
  ['0/4', undefined],
  ['1', undefined],
])('a part is read from %s', (text, shard) => {
  expect(parseShard(text)).toEqual(shard)
})
