import { expect, test } from 'vitest'
import { keysState, keyWords } from './key-words.ts'

const id = 'APCA_API_KEY_ID'
const secret = 'APCA_API_SECRET_KEY'

test.each([
  [[], undefined],
  [
    [
      { secret: id, from: 'keychain' },
      { secret, from: 'nowhere' },
    ],
    { set: false, words: 'keys not set' },
  ],
  [
    [
      { secret: id, from: 'keychain' },
      { secret, from: 'environment' },
    ],
    { set: true, words: 'keys set' },
  ],
  [
    [
      { secret: id, from: 'keychain' },
      { secret, from: 'this-run' },
    ],
    { set: true, words: 'keys set for this run' },
  ],
  [[{ secret: 'PGPASSWORD', from: 'nowhere' }], { set: true, words: 'no password' }],
] as const)('keys %j', (keys, state) => {
  expect(keysState(keys)).toEqual(state)
})

test('each key says where it comes from', () => {
  expect(keyWords(id, 'environment')).toBe('Set, in the environment as APCA_API_KEY_ID')
  expect(keyWords(id, 'nowhere')).toBe('Not set')
})
