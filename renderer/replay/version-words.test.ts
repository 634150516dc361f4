import { expect, test } from 'vitest'
import type { ShownVersion } from '#shared/protocol/bar-calls.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { shownVersion, versionWords } from './version-words.ts'

const zone = 'America/New_York'

function version(number: number, knownAt: string, told: Partial<ShownVersion> = {}): ShownVersion {
  return {
    version: number,
    knownAt: epochMs(Date.parse(knownAt)),
    arrival: 'recorded',
    state: 'corrected',
    feed: 'us-equities',
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
    ...told,
  }
}

test('a version in words has its source, when it became known, and which of how many it is', () => {
  const filled = version(2, '2026-11-21T15:02:00Z', { state: 'filled', source: 'warehouse' })
  expect(versionWords(zone, filled, 2)).toBe('filled from warehouse, known 2026-11-21 10:02, version 2 of 2')
  const fixed = version(2, '2024-07-08T13:41:30Z')
  expect(versionWords(zone, fixed, 3)).toBe(
    'corrected by us-equities, known 2024-07-08 09:41:30, version 2 of 3',
  )
  const first = version(1, '2024-07-08T13:41:00Z', { state: 'recorded', arrival: 'assumed' })
  expect(versionWords(zone, first, 3)).toBe(
    'recorded, feed us-equities, known at its end (assumed), version 1 of 3',
  )
})

test('the version shown is the last one known at the clock, and the last of all without one (R17)', () => {
  const all = [version(1, '2024-07-08T13:41:00Z'), version(2, '2024-07-08T13:41:30Z')]
  const at = (clock: string) => shownVersion(all, epochMs(Date.parse(clock)))?.version
  expect(at('2024-07-08T13:40:59Z')).toBeUndefined()
  expect(at('2024-07-08T13:41:29Z')).toBe(1)
  expect(at('2024-07-08T13:41:30Z')).toBe(2)
  expect(shownVersion(all, undefined)?.version).toBe(2)
})
