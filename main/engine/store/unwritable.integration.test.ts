import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { minuteBatch } from './testing/batches.ts'
import { file, openWriter } from './testing/temporary-store.ts'

function storeOfAnother(): string {
  const store = openWriter()
  store.importFile(file(), [minuteBatch([[0, 1, 2, 0.5, 1.5, 10]])])
  store.close()
  rmSync(`${store.path}-owner`)
  return store.path
}

function readAndWrite(path: string): string[] {
  const script = join(import.meta.dirname, 'testing', 'unwritable-process.ts')
  return execFileSync(process.execPath, [script, path], { encoding: 'utf8' }).trim().split('\n')
}

test.each([
  ['folder', 0o555, 0o644],
  ['file', 0o777, 0o444],
  ['folder and file', 0o555, 0o444],
])('a store whose %s may not be written to is read, and left alone', (_name, folderMode, fileMode) => {
  const path = storeOfAnother()
  chmodSync(path, fileMode)
  chmodSync(dirname(path), folderMode)
  try {
    const lines = readAndWrite(path)
    expect(lines).toEqual(['read 1', expect.stringMatching(`^write read-only ${path} cannot be written to`)])
    expect(readdirSync(dirname(path))).toEqual(['bars.tapedeck'])
  } finally {
    chmodSync(dirname(path), 0o755)
  }
})

test('a store that may not be read is a failure that says so', () => {
  const path = storeOfAnother()
  chmodSync(path, 0o000)
  chmodSync(dirname(path), 0o755)
  const refused = `internal ${path} cannot be read (EACCES`
  expect(readAndWrite(path).map((line) => line.includes(refused))).toEqual([true, true])
})
