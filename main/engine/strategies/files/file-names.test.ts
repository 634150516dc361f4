import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileNameOf, freeFileName, isStrategyFile } from './file-names.ts'

test('what a person calls a strategy becomes the name of a file on every system', () => {
  expect(fileNameOf('  Opening range: 30 min! ')).toBe('opening-range-30-min')
  expect(fileNameOf('Größe & Idee')).toBe('größe-idee')
  expect(fileNameOf('../../settings')).toBe('settings')
  expect(fileNameOf('CON')).toBe('con-strategy')
  expect(fileNameOf('x'.repeat(300))).toHaveLength(80)
  expect(() => fileNameOf('…')).toThrow('use a letter or a digit')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      let stem: string
      try {
        stem = fileNameOf(name)
      } catch {
        return
      }
      expect(stem).toMatch(/^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u)
      expect(isStrategyFile(`${stem}.ts`)).toBe(true)
    }),
  )
})

test('a name that is taken is counted on', () => {
  const taken = new Set(['a.ts', 'a-2.ts'])
  expect(freeFileName('a', '.ts', (name) => taken.has(name))).toBe('a-3.ts')
  expect(freeFileName('b', '.ts', (name) => taken.has(name))).toBe('b.ts')
})

test('TypeScript and JavaScript are strategies, declarations and hidden files are not', () => {
  const names = ['a.ts', 'a.MTS', 'a.js', 'a.mjs', 'a.d.ts', '.a.ts', 'a.tsx', 'a.json', 'ts']
  expect(names.filter(isStrategyFile)).toEqual(['a.ts', 'a.MTS', 'a.js', 'a.mjs'])
})
