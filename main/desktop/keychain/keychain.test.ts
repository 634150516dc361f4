import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { keysContract } from '#shared/protocol/keys-contract.ts'
import { testCipher } from '../testing/test-cipher.ts'
import { type Cipher, Keychain } from './keychain.ts'
import { serveKeys } from './serve-keys.ts'

const place = { source: 'vendor', server: 'https://data.example.com' }
const keys = { APCA_API_KEY_ID: 'an id', APCA_API_SECRET_KEY: 'a secret key' }
const without: Cipher = { ...testCipher, problem: () => 'There is no keychain here.' }
let folder: string
let warnings: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-keychain-'))
  warnings = []
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(): string {
  return join(folder, 'source-keys')
}

function keychain(cipher = testCipher): Keychain {
  return new Keychain(file(), cipher, (line) => warnings.push(line))
}

test('keys outlast the program in a file of this user alone, which says nothing without the keychain', () => {
  keychain().set(place, keys)
  const again = keychain()
  expect(again.read(place, 'APCA_API_SECRET_KEY')).toBe('a secret key')
  expect(again.read(place, 'MASSIVE_API_KEY')).toBeUndefined()
  expect(again.held(place)).toEqual([
    { secret: 'APCA_API_KEY_ID', until: 'forgotten' },
    { secret: 'APCA_API_SECRET_KEY', until: 'forgotten' },
  ])
  const bytes = readFileSync(file())
  for (const text of ['an id', 'a secret key', 'vendor']) expect(bytes.includes(text)).toBe(false)
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(warnings).toEqual([])
})

test('a key is that of one source and one server', () => {
  const kept = keychain()
  kept.set(place, keys)
  expect(kept.read({ ...place, server: 'https://elsewhere.example' }, 'APCA_API_KEY_ID')).toBeUndefined()
  expect(kept.read({ ...place, source: 'other' }, 'APCA_API_KEY_ID')).toBeUndefined()
})

test('one key is replaced and the others stay; all of a place are forgotten', () => {
  const kept = keychain()
  const other = { ...place, source: 'other' }
  kept.set(place, keys)
  kept.set(other, { MASSIVE_API_KEY: 'another key' })
  kept.set(place, { APCA_API_KEY_ID: 'a new id' })
  expect(kept.read(place, 'APCA_API_KEY_ID')).toBe('a new id')
  expect(kept.read(place, 'APCA_API_SECRET_KEY')).toBe('a secret key')
  kept.forget(place)
  expect(kept.held(place)).toEqual([])
  expect(keychain().read(other, 'MASSIVE_API_KEY')).toBe('another key')
})

test('without a keychain keys are held for this run, and no file is written', () => {
  const held = keychain(without)
  held.set(place, keys)
  expect(held.problem()).toBe('There is no keychain here.')
  expect(held.read(place, 'APCA_API_KEY_ID')).toBe('an id')
  expect(held.held(place).map(({ until }) => until)).toEqual(['program-ends', 'program-ends'])
  expect(existsSync(file())).toBe(false)
  expect(keychain(without).held(place)).toEqual([])
  held.forget(place)
  expect(held.held(place)).toEqual([])
})

test('a key of this run goes before one of the keychain', () => {
  let problem: string | undefined
  const kept = keychain({ ...testCipher, problem: () => problem })
  kept.set(place, keys)
  problem = 'It is locked.'
  kept.set(place, { APCA_API_KEY_ID: 'for now' })
  expect(kept.read(place, 'APCA_API_SECRET_KEY')).toBeUndefined()
  problem = undefined
  expect(kept.read(place, 'APCA_API_KEY_ID')).toBe('for now')
  expect(kept.read(place, 'APCA_API_SECRET_KEY')).toBe('a secret key')
})

test('a file that the keychain does not open is put aside, with a warning that says nothing of it', () => {
  writeFileSync(file(), 'a secret key, garbled')
  const kept = keychain()
  expect(kept.held(place)).toEqual([])
  expect(warnings).toEqual([`${file()}: the kept keys cannot be read; enter them again.`])
  kept.set(place, keys)
  expect(kept.held(place)).toHaveLength(2)
  expect(readdirSync(folder).sort()).toEqual(['source-keys', 'source-keys.unreadable'])
})

test('a file that cannot be written is a failure without a word of the keys', () => {
  const nowhere = new Keychain(join(folder, 'none', 'source-keys'), testCipher, () => {})
  expect(() => nowhere.set(place, keys)).toThrow(/the keys cannot be kept \(ENOENT\)\.$/)
})

test('the engine asks for a key, and is told which source has another one', async () => {
  const kept = keychain()
  const [near, far] = channelPair()
  serveKeys(far, kept)
  const client = createClient(keysContract, near)
  const changed: string[] = []
  client.on('keys.changed', ({ source }) => changed.push(source))
  const ask = { ...place, secret: 'APCA_API_KEY_ID' } as const
  expect(await client.call('keys.read', ask)).toEqual({})
  kept.set(place, keys)
  expect(await client.call('keys.read', ask)).toEqual({ key: 'an id' })
  expect(JSON.stringify(await client.call('keys.held', place))).not.toContain('an id')
  expect(changed).toEqual(['vendor'])
  client.close()
})
