import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeName } from './list-name.ts'

test('a name is taken as it is, or with the first free number', () => {
  const lists = [{ name: 'lean' }, { name: 'lean 2' }, { name: 'other 2' }]
  expect(freeName('lean', lists)).toBe('lean 3')
  expect(freeName('other', lists)).toBe('other')
  expect(freeName('  ', lists)).toBe('Watchlist')
})

test('a name is never taken, never empty and fits the contract', () => {
  const name = fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom('a', 'a 2', 'b'.repeat(90)))
  fc.assert(
    fc.property(name, fc.nat(15), (wanted, count) => {
      const lists: { name: string }[] = []
      for (let made = 0; made < count; made += 1) lists.push({ name: freeName(wanted, lists) })
      const found = freeName(wanted, lists)
      expect(lists.map((list) => list.name)).not.toContain(found)
      expect(found.length).toBeGreaterThan(0)
      expect(found.length).toBeLessThanOrEqual(80)
    }),
  )
})
