import { describe, expect, test } from 'vitest'
import {
  corrected,
  filled,
  forming,
  isSynthetic,
  mergeOrigin,
  recorded,
  stateName,
  stub,
  synthetic,
} from './state.ts'

describe('state of a bar', () => {
  test('has one word: forming before stub before where the values come from', () => {
    expect([recorded, corrected, filled, synthetic].map(stateName)).toEqual([
      'recorded',
      'corrected',
      'filled',
      'synthetic',
    ])
    expect(stateName(stub | filled)).toBe('stub')
    expect(stateName(forming | stub | corrected)).toBe('forming')
  })

  test('is synthetic by its origin, also in a stub', () => {
    expect(
      [recorded, corrected, filled, synthetic, synthetic | stub, filled | stub].map(isSynthetic),
    ).toEqual([false, false, false, true, true, false])
  })

  test('of two origins the one that says more about repair wins, and the other bits are dropped', () => {
    expect(mergeOrigin(recorded, corrected)).toBe(corrected)
    expect(mergeOrigin(filled | forming, corrected | stub)).toBe(filled)
    expect(mergeOrigin(synthetic, filled)).toBe(synthetic)
    expect(mergeOrigin(forming | stub, recorded)).toBe(recorded)
  })
})
