import { expect, test } from 'vitest'
import { alpacaProtocol, alpacaUrl } from '../alpaca/protocol.ts'
import { massiveProtocol, massiveUrl } from '../massive/protocol.ts'
import { parseDefinition } from '../registry/source-definition.ts'
import { keyPlaceOf, secretsOf, takesEnvironment } from './key-account.ts'

function placeOf(kind: string, options = {}): unknown {
  return keyPlaceOf({ name: 'x', definition: parseDefinition(kind, options, {}) })
}

test('the keys of a vendor are those that its protocol asks for', () => {
  expect(secretsOf(parseDefinition('alpaca', {}, {}))).toEqual(alpacaProtocol(alpacaUrl, 'sip').secrets)
  expect(secretsOf(parseDefinition('massive', {}, {}))).toEqual(massiveProtocol(massiveUrl).secrets)
  expect(secretsOf(parseDefinition('lean:/data', {}, {}))).toEqual([])
})

test('a key is for one server', () => {
  expect(placeOf('alpaca')).toEqual({ source: 'x', server: alpacaUrl })
  expect(placeOf('massive', { url: 'https://other.example' })).toEqual({
    source: 'x',
    server: 'https://other.example',
  })
  expect(placeOf('postgres:bars', { host: 'db', user: 'me' })).toEqual({
    source: 'x',
    server: 'postgresql://me@db:5432',
  })
  expect(placeOf('feed:backup')).toBeUndefined()
})

test.each([
  ['alpaca', {}, true],
  ['alpaca', { url: 'http://127.0.0.1:8080' }, true],
  ['alpaca', { url: 'https://data.alpaca.markets.example.com' }, false],
  ['massive', { url: 'https://localhost.example.com' }, false],
  ['postgres:bars', { host: 'db' }, true],
  ['files:/data', {}, false],
])('keys of the environment for %s with %j: %s', (kind, options, taken) => {
  expect(takesEnvironment(parseDefinition(kind, options, {}))).toBe(taken)
})
