import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayAfterKey } from './day-keys.ts'

function after(date: string, key: string, ctrlKey = false) {
  return dayAfterKey(date as SessionDate, { key, ctrlKey })
}

test('arrows go by days and weeks, over months and years', () => {
  expect(after('2024-12-31', 'ArrowRight')).toBe('2025-01-01')
  expect(after('2024-03-01', 'ArrowLeft')).toBe('2024-02-29')
  expect(after('2024-01-03', 'ArrowUp')).toBe('2023-12-27')
  expect(after('2024-02-28', 'ArrowDown')).toBe('2024-03-06')
})

test('Page Up and Page Down turn months, and keep the day as far as the month has it', () => {
  expect(after('2024-03-31', 'PageUp')).toBe('2024-02-29')
  expect(after('2024-01-31', 'PageDown')).toBe('2024-02-29')
  expect(after('2024-02-29', 'PageDown', true)).toBe('2025-02-28')
  expect(after('2024-01-15', 'PageUp', true)).toBe('2023-01-15')
})

test('Home and End go to the ends of the month, with Ctrl to those of the year', () => {
  expect(after('2024-02-10', 'Home')).toBe('2024-02-01')
  expect(after('2024-02-10', 'End')).toBe('2024-02-29')
  expect(after('2024-02-10', 'Home', true)).toBe('2024-01-01')
  expect(after('2024-02-10', 'End', true)).toBe('2024-12-31')
})

test('other keys are left to others', () => {
  expect(after('2024-02-10', 'a')).toBeUndefined()
  expect(after('2024-02-10', 'ArrowLeft', true)).toBeUndefined()
})
