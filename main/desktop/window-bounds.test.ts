import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { defaultSize, readWindowPlace, visibleBounds, writeWindowPlace } from './window-bounds.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-bounds-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const left = { x: 0, y: 0, width: 1920, height: 1080 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }

test('the place is remembered', () => {
  const file = join(folder, 'window.json')
  const place = { bounds: { x: 10, y: 20, width: 1300, height: 800 }, maximized: true }
  writeWindowPlace(file, place)
  expect(readWindowPlace(file)).toEqual(place)
})

test.each(['', '{}', '{"bounds":{"x":"a"},"maximized":false}'])('%j is no place', (content) => {
  const file = join(folder, 'damaged.json')
  writeFileSync(file, content)
  expect(readWindowPlace(file)).toBeUndefined()
  expect(readWindowPlace(join(folder, 'missing.json'))).toBeUndefined()
})

test('a disk that refuses the place is no failure', () => {
  writeWindowPlace(join(folder, 'no', 'such', 'folder.json'), { bounds: left, maximized: false })
})

test('a window opens where it was while enough of it can be seen, else at the default size', () => {
  const place = { bounds: { x: 2000, y: 100, width: 1600, height: 1000 }, maximized: false }
  expect(visibleBounds(place, [left, right])).toEqual(place.bounds)
  expect(visibleBounds(place, [left])).toEqual(defaultSize)
  const edge = { bounds: { ...place.bounds, x: 1850 }, maximized: false }
  expect(visibleBounds(edge, [left])).toEqual(defaultSize)
  expect(visibleBounds(undefined, [left])).toEqual(defaultSize)
})
