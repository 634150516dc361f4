import { expect, test } from 'vitest'
import { patternImage, rampOf, shadeOf } from './shading.ts'

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
})

test('a stretch of the legend has the colours of its ends and the pattern of what is below the upper one', () => {
  const [crossed, hatched, plain] = [rampOf(0, 90), rampOf(90, 98), rampOf(98, 100)]
  expect(crossed.backgroundImage).toContain(patternImage('crossed'))
  expect(hatched.backgroundImage).toContain(patternImage('hatched'))
  expect(plain.backgroundImage).toMatch(/^linear-gradient/)
  for (const [ramp, from, to] of [
    [crossed, 0, 90],
    [hatched, 90, 98],
    [plain, 98, 100],
  ] as const)
    expect(ramp.backgroundImage).toContain(
      `${shadeOf('coverage', from).ground}, ${shadeOf('coverage', to).ground})`,
    )
})
