import { expect, test } from 'vitest'
import { scaleOf, shadeOf } from './shading.ts'

test('what is amiss has a pattern beside its colour', () => {
  expect(shadeOf('coverage', 100).pattern).toBeUndefined()
  expect(shadeOf('coverage', 98).pattern).toBeUndefined()
  expect(shadeOf('explained', 97.9).pattern).toBe('hatched')
  expect(shadeOf('coverage', 89.9).pattern).toBe('crossed')
  expect(shadeOf('filled', 50).pattern).toBeUndefined()
})

test('a share between two colours is mixed of both', () => {
  expect(shadeOf('coverage', 94).ground).toBe(
    'color-mix(in oklab, var(--color-warn) 50.0%, var(--color-missing))',
  )
  expect(new Set(scaleOf('coverage')).size).toBe(4)
  expect(new Set(scaleOf('filled')).size).toBe(4)
})
