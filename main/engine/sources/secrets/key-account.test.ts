import { expect, test } from 'vitest'
import { alpacaProtocol, alpacaUrl } from '../alpaca/protocol.ts'
import { massiveProtocol, massiveUrl } from '../massive/protocol.ts'
import { parseDefinition } from '../registry/source-definition.ts'
import { keyPlaceOf, secretsOf, takesEnvironment, type Variables } from './key-account.ts'

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

const proxy = 'https://proxy.example.com/alpaca'

test.each<[string, object, Variables, boolean]>([
  ['alpaca', {}, {}, true],
  ['alpaca', { url: 'http://127.0.0.1:8080' }, {}, false],
  ['alpaca', { url: 'https://data.alpaca.markets.example.com' }, {}, false],
  ['massive', { url: 'https://localhost.example.com' }, {}, false],
  ['alpaca', { url: proxy }, { TAPEDECK_KEY_SERVERS: `alpaca=${proxy}` }, true],
  ['alpaca', { url: proxy }, { TAPEDECK_KEY_SERVERS: `massive=http://localhost:1, alpaca=${proxy}/` }, true],
  ['alpaca', { url: `${proxy}.org` }, { TAPEDECK_KEY_SERVERS: `alpaca=${proxy}` }, false],
  ['massive', { url: proxy }, { TAPEDECK_KEY_SERVERS: `alpaca=${proxy}` }, false],
  ['postgres:bars', {}, {}, true],
  ['postgres:bars', { host: '/run/postgresql' }, {}, true],
  ['postgres:bars', { host: 'db' }, {}, false],
  ['postgres:bars', { host: 'db' }, { PGHOST: 'db' }, true],
  ['postgres:bars', { host: 'db' }, { PGHOST: 'other' }, false],
  ['postgres:bars', { host: 'db' }, { TAPEDECK_KEY_SERVERS: 'postgres=db:5432' }, true],
  ['files:/data', {}, {}, false],
])('keys of the environment for %s with %j and %j: %s', (kind, options, variables, taken) => {
  expect(takesEnvironment(parseDefinition(kind, options, {}), variables)).toBe(taken)
})
