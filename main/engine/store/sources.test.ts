import { expect, test } from 'vitest'
import { openReader, openWriter } from './testing/temporary-store.ts'

const named = (name: string) => ({ name, definition: `{"of":"${name}"}` })

test('sources keep their definitions and their order', () => {
  const store = openWriter()
  for (const name of ['c', 'a', 'b']) store.saveSource(named(name))
  expect(store.sources()).toEqual([named('c'), named('a'), named('b')])
  store.saveSource({ name: 'a', definition: '{}' })
  expect(store.sources()).toEqual([named('c'), { name: 'a', definition: '{}' }, named('b')])
  expect(openReader(store.path).sources()).toEqual(store.sources())
})

test('sources are put in order; those that are not named come behind, as they were', () => {
  const store = openWriter()
  for (const name of ['a', 'b', 'c', 'd']) store.saveSource(named(name))
  store.orderSources(['d', 'b'])
  store.saveSource(named('e'))
  expect(store.sources().map(({ name }) => name)).toEqual(['d', 'b', 'a', 'c', 'e'])
})

test('a removed source is gone', () => {
  const store = openWriter()
  store.saveSource(named('a'))
  store.removeSource('a')
  store.removeSource('never was')
  expect(store.sources()).toEqual([])
})
