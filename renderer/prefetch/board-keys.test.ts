import { expect, test } from 'vitest'
import { placeAfterKey } from './board-keys.ts'

const size = { rows: 100, columns: 6 }

test.each([
  ['ArrowLeft', false, [4, 2]],
  ['ArrowRight', false, [4, 4]],
  ['ArrowUp', false, [3, 3]],
  ['ArrowDown', false, [5, 3]],
  ['PageUp', false, [0, 3]],
  ['PageDown', false, [14, 3]],
  ['Home', false, [4, 0]],
  ['End', false, [4, 5]],
  ['Home', true, [0, 0]],
  ['End', true, [99, 5]],
] as const)('%s (Ctrl %s) leads to %j', (key, ctrlKey, [row, column]) => {
  expect(placeAfterKey({ row: 4, column: 3 }, { key, ctrlKey }, size)).toEqual({ row, column })
})

test('the head is above the first row, and nothing leads beyond an end', () => {
  const press = (row: number, column: number, key: string) =>
    placeAfterKey({ row, column }, { key, ctrlKey: false }, size)
  expect(press(0, 0, 'ArrowUp')).toEqual({ row: -1, column: 0 })
  expect(press(-1, 0, 'ArrowUp')).toEqual({ row: -1, column: 0 })
  expect(press(-1, 0, 'ArrowLeft')).toEqual({ row: -1, column: 0 })
  expect(press(99, 5, 'ArrowDown')).toEqual({ row: 99, column: 5 })
  expect(press(99, 5, 'PageDown')).toEqual({ row: 99, column: 5 })
  expect(press(3, 3, 'a')).toBeUndefined()
})
