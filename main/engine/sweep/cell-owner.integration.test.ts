import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { epochMs } from '#shared/time/epoch.ts'
import { WriterChild } from '../store/testing/writer-child.ts'
import { CellFile, cellFileName, readCellFile } from './cell-file.ts'
import { hasOwner } from './cell-owner.ts'
import { headOfCells, resultOfCell } from './testing/cells.ts'

const root = mkdtempSync(join(tmpdir(), 'tapedeck-cell-owner-'))
afterAll(() => rmSync(root, { recursive: true }))

const script = join(import.meta.dirname, 'testing', 'cell-process.ts')
const thread = new URL('testing/cell-thread.ts', import.meta.url)
const since = '2024-07-08T13:30:00Z'
const time = { now: () => epochMs(0) }

function newFolder(): string {
  return mkdtempSync(join(root, 'sweep-'))
}

/** A process that has the cells of a folder open, or was refused, once it said which. */
async function processIn(folder: string, cell = 0) {
  const child = new WriterChild(join(folder, cellFileName), since, cell, script)
  return { child, line: await child.line('open', 'refused') }
}

function cellsThrough(folder: string): readonly number[] {
  const file = CellFile.open(join(folder, cellFileName), headOfCells(), time)
  const cells = [...file.results.keys()]
  file.close()
  return cells
}

test('while one process sweeps into a folder others are refused, and told who does and since when', async () => {
  const folder = newFolder()
  const { child, line } = await processIn(folder)
  expect(line).toBe('open')
  const told = `${folder} belongs to process ${child.pid} of ${hostname()}, at work there since ${since}; let that sweep end or stop it first`
  expect((await processIn(folder, 1)).line).toBe(`refused ${told}`)
  expect(() => cellsThrough(folder)).toThrow(told)
  expect(hasOwner(join(folder, cellFileName))).toBe(true)
  // Whoever only reads is not kept from that, and a refused one left nothing.
  expect(readCellFile(join(folder, cellFileName)).results).toEqual([resultOfCell(0)])
  await child.end()
  expect(hasOwner(join(folder, cellFileName))).toBe(false)
  expect(cellsThrough(folder)).toEqual([0])
})

test('a killed process keeps nobody out, and what it had through is there', async () => {
  const folder = newFolder()
  const { child } = await processIn(folder, 3)
  await child.kill()
  const next = await processIn(folder, 5)
  expect(next.line).toBe('open')
  await next.child.kill()
  expect(cellsThrough(folder)).toEqual([3, 5])
})

test('of many that want a folder at once one gets it, and the others name that one', async () => {
  const folder = newFolder()
  const all = await Promise.all([0, 1, 2, 3].map((cell) => processIn(folder, cell)))
  const winner = all.find(({ line }) => line === 'open')
  const refused = all.filter((one) => one !== winner).map(({ line }) => line)
  const named = expect.stringContaining(`belongs to process ${winner?.child.pid} of`)
  expect(refused).toEqual([named, named, named])
})

test('a thread keeps others of its process out, until it ends, however it ends', async () => {
  const folder = newFolder()
  const worker = new Worker(thread, { workerData: join(folder, cellFileName) })
  onTestFinished(async () => void (await worker.terminate()))
  await new Promise((resolve) => worker.once('message', resolve))
  expect(() => cellsThrough(folder)).toThrow(`belongs to process ${process.pid} of`)
  await worker.terminate()
  expect(cellsThrough(folder)).toEqual([])
})

test('a lock that cannot be had keeps nobody out', () => {
  const folder = newFolder()
  writeFileSync(join(folder, `${cellFileName}-owner`), 'x'.repeat(5000))
  expect(cellsThrough(folder)).toEqual([])
  expect(hasOwner(join(folder, cellFileName))).toBe(false)
})
