import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cellsOfShard, parseShard } from '#shared/sweep/sweep-file.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { CellFile, readCellFile } from './cell-file.ts'
import { finishSweep, joinParts } from './finished-sweep.ts'
import { headOfCells, resultOfCell } from './testing/cells.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-cells-'))
afterAll(() => rmSync(folder, { recursive: true }))

const time = { now: () => epochMs(0) }

function pathOf(name: string): string {
  return join(folder, name)
}

test('what is through is there again, also after the process was killed in the middle of a line', () => {
  const path = pathOf('killed.ndjson')
  const first = CellFile.open(path, headOfCells(), time)
  for (const cell of [4, 0, 2]) first.add(resultOfCell(cell))
  first.close()
  const whole = readFileSync(path)
  appendFileSync(path, '{"cell":1,"windows":[{"inSample":[1,2')

  const second = CellFile.open(path, headOfCells(), time)
  expect([...second.results.keys()]).toEqual([4, 0, 2])
  expect(readFileSync(path)).toEqual(whole)
  for (const cell of [5, 1, 3])
    second.add(cell === 3 ? { cell, fault: 'x.ts:1:1: “no” ü.' } : resultOfCell(cell))
  second.finish()
  second.close()
  expect(() => second.add(resultOfCell(0))).toThrow('is closed')
  const cells = readCellFile(path)
  expect(cells.results.map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4, 5])
  expect(cells.results[4]).toEqual(resultOfCell(4))
  expect(cells.results[3]).toEqual({ cell: 3, fault: 'x.ts:1:1: “no” ü.' })
})

test('a file of which not even the head was written begins anew', () => {
  const path = pathOf('begun.ndjson')
  writeFileSync(path, '{"format":"tapedeck sw')
  const file = CellFile.open(path, headOfCells(), time)
  file.close()
  expect(file.results.size).toBe(0)
  expect(readCellFile(path).head).toEqual(headOfCells())
})

test('cells of another sweep are not mixed in, but what they are compared by may change', () => {
  const path = pathOf('other.ndjson')
  CellFile.open(path, headOfCells(), time).close()
  CellFile.open(path, headOfCells({ by: 'return' }), time).close()
  const other = headOfCells(
    { axes: [{ name: 'fast', values: [1] }], bars: { A: '1'.repeat(64) } },
    { number: 1, of: 2 },
  )
  expect(() => CellFile.open(path, other, time)).toThrow(
    `${path}: holds cells of another sweep (params, bars, shard not the same); choose another folder or remove the file`,
  )
})

test.each([
  ['a file that was only just begun', '', ': nothing is in it yet; run the sweep of this folder to its end'],
  ['a head that is not whole', '{"format":"tape', ': nothing is in it yet; run the sweep of'],
  ['no JSON', '{\n', ':1: it is not JSON'],
  ['another file', '{"a":1}\n', ':1: it is not the file of a sweep'],
])('%s is told', (name, text, message) => {
  writeFileSync(pathOf(name), text)
  expect(() => readCellFile(pathOf(name))).toThrow(pathOf(name) + message)
})

test.each([
  ['a cell of another part', JSON.stringify(resultOfCell(1))],
  ['a cell beyond the grid', JSON.stringify(resultOfCell(6))],
  ['no cell', '{"cell":0}'],
])('a line that is %s is told', (name, line) => {
  const path = pathOf(name)
  CellFile.open(path, headOfCells({}, { number: 1, of: 2 }), time).close()
  appendFileSync(path, `${line}\n`)
  expect(() => readCellFile(path)).toThrow(`${path}:2: it is no cell of this sweep`)
})

test('a folder that is not there is told', () => {
  expect(() => CellFile.open(join(folder, 'none', 'x'), headOfCells(), time)).toThrow(
    'could not be read or written',
  )
  expect(() => readCellFile(join(folder, 'none', 'x'))).toThrow('could not be read or written')
})

test('parts share the cells out, and joined they are the whole', () => {
  expect(cellsOfShard({ number: 2, of: 4 }, 10)).toEqual([1, 5, 9])
  expect(cellsOfShard({ number: 4, of: 4 }, 2)).toEqual([])
  const part = (number: number) => {
    const shard = { number, of: 4 }
    return {
      path: `part${number}`,
      head: headOfCells({}, shard),
      results: cellsOfShard(shard, 6).map(resultOfCell),
    }
  }
  const joined = joinParts([part(3), part(1), part(4), part(2)])
  expect(joined).toEqual(finishSweep(headOfCells(), [5, 4, 3, 2, 1, 0].map(resultOfCell)))
  expect(() => joinParts([part(1), part(3), part(4)])).toThrow(
    '2 of 6 cells are missing, those of --shard 2/4; run these to their end',
  )
  expect(() => joinParts([part(1), { ...part(2), head: headOfCells({ closeAtEnd: true }) }])).toThrow(
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
