import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStrategy } from '../backtest/sandbox/read/read-strategy.ts'
import { renamedText, templateText } from './template.ts'

test('whatever a strategy is called, its template can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (title) => {
      expect(() => readStrategy(templateText(title), 'new.ts')).not.toThrow()
    }),
  )
})

test('a copy says its own title where the original said its', () => {
  expect(renamedText("name: 'Pairs',", 'Pairs', "Bob's $& pairs")).toBe("name: 'Bob\\'s $& pairs',")
  expect(renamedText('name: title,', 'Pairs', 'Other')).toBe('name: title,')
})
