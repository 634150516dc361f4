import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWholeFile } from './whole-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-result-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a file is replaced when all is written, and not before', async () => {
  const path = join(folder, 'bars.csv')
  writeFileSync(path, 'old')
  const count = await writeWholeFile(path, async (write) => {
    await write('one\n')
    await write('two\n')
    expect(readFileSync(path, 'utf8')).toBe('old')
    return 2
  })
  expect(count).toBe(2)
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
  expect(readdirSync(folder)).toEqual(['bars.csv'])
})

test('work that fails leaves the old file and nothing else', async () => {
  const path = join(folder, 'bars.csv')
  writeFileSync(path, 'old')
  const failed = writeWholeFile(path, async (write) => {
    await write('half')
    throw new Error('the store is damaged')
  })
  await expect(failed).rejects.toThrow('the store is damaged')
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['bars.csv'])
})

test('a folder is not replaced', async () => {
  mkdirSync(join(folder, 'bars'))
  await expect(writeWholeFile(join(folder, 'bars'), (write) => write('x'))).rejects.toThrow(/is a folder/)
  expect(readdirSync(folder)).toEqual(['bars'])
})

test('a link stays a link, and its file keeps its mode', async () => {
  const path = join(folder, 'shared.ts')
  const link = join(folder, 'strategy.ts')
  writeFileSync(path, 'old', { mode: 0o640 })
  symlinkSync(path, link)
  await writeWholeFile(link, (write) => write('new'))
  expect(readlinkSync(link)).toBe(path)
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(readdirSync(folder)).toEqual(['shared.ts', 'strategy.ts'])
})
