import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RecentStores } from './recent-stores.ts'

let folder = ''
let now = 0
let warnings: string[] = []

function recents(file = join(folder, 'data', 'recent-stores.json')): RecentStores {
  return new RecentStores(
    file,
    () => now,
    (line) => warnings.push(line),
  )
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-recents-'))
  now = 1000
  warnings = []
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a store that is opened comes first, once, and says whether it is still there', () => {
  const here = join(folder, 'here.tapedeck')
  const gone = join(folder, 'gone.tapedeck')
  writeFileSync(here, '')
  recents().add(here)
  now = 2000
  recents().add(gone)
  now = 3000
  recents().add(join(folder, 'data', '..', 'here.tapedeck'))
  expect(recents().list()).toEqual([
    { path: here, openedAt: 3000, exists: true },
    { path: gone, openedAt: 2000, exists: false },
  ])
  expect(recents().remove(here)).toEqual([{ path: gone, openedAt: 2000, exists: false }])
  expect(warnings).toEqual([])
})

test('at most twenty are kept, the oldest go first', () => {
  for (let i = 0; i < 25; i++) recents().add(join(folder, `${i}.tapedeck`))
  const list = recents().list()
  expect(list).toHaveLength(20)
  expect(list[0]?.path).toBe(join(folder, '24.tapedeck'))
  expect(list.at(-1)?.path).toBe(join(folder, '5.tapedeck'))
})

test('a list that was never kept is empty without a warning', () => {
  expect(recents().list()).toEqual([])
  expect(warnings).toEqual([])
})

describe('a damaged list', () => {
  test.each(['', '{', '[{"path":1}]', '{"a":[]}', '[null]', '\0\0\0'])(
    'of %j is empty, with a warning, and can be used again',
    (content) => {
      const file = join(folder, 'recent-stores.json')
      writeFileSync(file, content)
      expect(recents(file).list()).toEqual([])
      expect(warnings).toEqual([expect.stringContaining(file)])
      const path = join(folder, 'a.tapedeck')
      expect(recents(file).add(path)).toEqual([{ path, openedAt: 1000, exists: false }])
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ path, openedAt: 1000 }])
    },
  )
})

test('nothing is left beside the file, and a disk that refuses it is a warning', () => {
  const file = join(folder, 'recent-stores.json')
  recents(file).add(join(folder, 'a.tapedeck'))
  expect(readdirSync(folder)).toEqual(['recent-stores.json'])
  const impossible = join(file, 'below-a-file.json')
  expect(recents(impossible).add(join(folder, 'b.tapedeck'))).toEqual([])
  expect(warnings).toEqual([expect.stringContaining('cannot be kept')])
})
