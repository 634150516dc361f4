import { expect, test } from 'vitest'
import { definitionOf, formOf, parseDefinition } from './source-definition.ts'
import { sourceWords } from './source-words.ts'

test.each([
  ['feed:backup', {}, 'feed backup of this store'],
  ['lean:/data', { exchange: 'xhkg' }, '/data · XHKG'],
  [
    'files:/bars',
    { symbol: 'spy', interval: '60m', zone: 'UTC', stamp: 'end' },
    '/bars · SPY · 1h bars · times in UTC · times are the end of a bar',
  ],
  ['alpaca', { feed: 'iex' }, 'feed iex at data.alpaca.markets'],
  ['massive', {}, 'aggregates at api.massive.com'],
  [
    'postgres:team',
    { host: 'db', user: 'me', tls: 'off' },
    'table bars of team on db:5432 · as me · not encrypted',
  ],
])('%s with %j reads as words, and as a form that means the same', (kind, options, words) => {
  const definition = parseDefinition(kind, options, { tries: 2 })
  expect(sourceWords(definition)).toBe(words)
  expect(definitionOf(formOf(definition), { tries: 2 })).toEqual(definition)
})
