import { expect, test } from 'vitest'
import { cellSize, columnLabelStep, neighbourOf, rowLabelStep } from './heat-layout.ts'

test('two maps of a thousand cells fit beside each other in the window that the program begins with', () => {
  const { least } = cellSize(25, 40, false)
  expect(2 * least).toBeLessThan(980)
  expect(2 * cellSize(25, 8, true).least).toBeLessThanOrEqual(980)
})

test('as many values of an axis are written as have room', () => {
  expect(rowLabelStep(28)).toBe(1)
  expect(rowLabelStep(10)).toBe(2)
  expect(columnLabelStep([2, 20], 46)).toBe(1)
  expect(columnLabelStep([2, 20], 10)).toBe(2)
  expect(columnLabelStep([0.005, 0.01], 10)).toBe(4)
})

test('arrow keys lead from cell to cell and stop at the edge', () => {
  const rows = [
    [2, 3],
    [0, 1],
  ]
  expect(neighbourOf(rows, 0, 'ArrowUp')).toBe(2)
  expect(neighbourOf(rows, 2, 'ArrowRight')).toBe(3)
  expect(neighbourOf(rows, 3, 'ArrowDown')).toBe(1)
  expect(neighbourOf(rows, 1, 'ArrowLeft')).toBe(0)
  expect(neighbourOf(rows, 0, 'ArrowLeft')).toBeUndefined()
  expect(neighbourOf(rows, 0, 'Tab')).toBeUndefined()
})
