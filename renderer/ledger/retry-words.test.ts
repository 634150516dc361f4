import { expect, test } from 'vitest'
import { epochMs } from '#shared/time/epoch.ts'
import { nextTryWords, retryObstacle, retryWords } from './retry-words.ts'

const ready = { sources: 1, upkeep: 'running', readOnly: undefined } as const

test('L2: why sources cannot be asked is said, the first reason that a person has to deal with', () => {
  expect(retryObstacle(ready)).toBeUndefined()
  expect(retryObstacle({ ...ready, sources: 0 })).toContain('no source')
  expect(retryObstacle({ ...ready, upkeep: 'off', sources: 0 })).toContain('off in the settings')
  expect(retryObstacle({ ...ready, upkeep: 'restarting' })).toContain('does not run')
  expect(retryObstacle({ ...ready, readOnly: 'It is read-only.', upkeep: 'off' })).toBe('It is read-only.')
})

test('what came of asking is told source by source, with what is left', () => {
  const asked = [
    { source: 'one', outcome: 'failed', added: 0, detail: 'The key is wrong.' },
    { source: 'two', outcome: 'empty', added: 0 },
    { source: 'three', outcome: 'bars', added: 1 },
  ] as const
  const words = 'one did not answer (The key is wrong). two had nothing. three: 1 bar came.'
  expect(retryWords({ asked: [...asked], left: 4 })).toBe(`${words} 4 min missing still.`)
  expect(retryWords({ asked: [], left: 0 })).toBe('Nothing is missing any more.')
})

test('the next try is counted down on the clock of the replay, never below nothing', () => {
  const next = { at: epochMs(60_000), try: 2, of: 5 }
  expect(nextTryWords(next, epochMs(12_000))).toBe('try 2 of 5, next in 00:48')
  expect(nextTryWords({ ...next, at: epochMs(3_661_000) }, epochMs(0))).toBe('try 2 of 5, next in 61:01')
  expect(nextTryWords(next, epochMs(61_000))).toBe('try 2 of 5, next in 00:00')
})
