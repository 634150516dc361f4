import { expect, test } from 'vitest'
import { type KeyPress, matches } from './shortcut.ts'

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }
}

test('arrows tell Shift apart', () => {
  expect(matches('→', press('ArrowRight'))).toBe(true)
  expect(matches('→', press('ArrowRight', { shiftKey: true }))).toBe(false)
  expect(matches('Shift+→', press('ArrowRight', { shiftKey: true }))).toBe(true)
  expect(matches('Alt+↑', press('ArrowUp', { altKey: true }))).toBe(true)
  expect(matches('↑', press('ArrowUp', { altKey: true }))).toBe(false)
})

test('signs are met however the keyboard makes them', () => {
  expect(matches('?', press('?', { shiftKey: true }))).toBe(true)
  expect(matches('+', press('+', { shiftKey: true }))).toBe(true)
  expect(matches('+', press('='))).toBe(true)
  expect(matches('−', press('-'))).toBe(true)
  expect(matches('[', press('['))).toBe(true)
})

test('letters want their modifiers and no others', () => {
  expect(matches('Ctrl+K', press('k', { ctrlKey: true }))).toBe(true)
  expect(matches('Ctrl+K', press('k', { metaKey: true }))).toBe(true)
  expect(matches('Ctrl+K', press('k'))).toBe(false)
  expect(matches('E', press('e'))).toBe(true)
  expect(matches('E', press('e', { ctrlKey: true }))).toBe(false)
  expect(matches('Space', press(' '))).toBe(true)
})
