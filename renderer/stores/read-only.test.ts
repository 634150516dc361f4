import { expect, test } from 'vitest'
import { readOnlyReason } from './read-only.ts'

test('a store that cannot be changed says why, by its owner or by its file', () => {
  expect(readOnlyReason(undefined)).toBeUndefined()
  expect(readOnlyReason({ access: 'owner' })).toBeUndefined()
  expect(readOnlyReason({ access: 'read-only', owner: 'tapedeck import (process 4711)' })).toBe(
    'The store is read-only: tapedeck import (process 4711) owns it. It can be changed once that has ended.',
  )
  expect(readOnlyReason({ access: 'read-only' })).toContain('cannot be written to')
})
