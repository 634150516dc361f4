import { expect, test } from 'vitest'
import { openReader, openWriter } from './testing/temporary-store.ts'

test('watchlists keep their names, their symbols and the order of both', () => {
  const store = openWriter()
  const first = store.saveWatchlist({ name: 'Banks', symbols: ['JPM', 'BAC', 'AIG'] })
  const second = store.saveWatchlist({ name: 'Empty', symbols: [] })
  expect(store.watchlists()).toEqual([
    { id: first.id, name: 'Banks', symbols: ['JPM', 'BAC', 'AIG'] },
    { id: second.id, name: 'Empty', symbols: [] },
  ])
  expect(openReader(store.path).watchlists()).toEqual(store.watchlists())
})

test('saving a watchlist again replaces its name and its symbols and leaves it in its place', () => {
  const store = openWriter()
  const { id } = store.saveWatchlist({ name: 'One', symbols: ['A', 'B', 'C'] })
  store.saveWatchlist({ name: 'Two', symbols: ['D'] })
  expect(store.saveWatchlist({ id, name: 'First', symbols: ['C', 'A'] })).toEqual({
    id,
    name: 'First',
    symbols: ['C', 'A'],
  })
  expect(store.watchlists().map(({ name, symbols }) => [name, ...symbols])).toEqual([
    ['First', 'C', 'A'],
    ['Two', 'D'],
  ])
})

test('watchlists are put in order; those that are not named come behind, as they were', () => {
  const store = openWriter()
  const ids = ['A', 'B', 'C', 'D'].map((name) => store.saveWatchlist({ name, symbols: [] }).id)
  store.orderWatchlists([ids[3] ?? 0, ids[1] ?? 0])
  expect(store.watchlists().map(({ name }) => name)).toEqual(['D', 'B', 'A', 'C'])
  store.saveWatchlist({ name: 'E', symbols: [] })
  expect(store.watchlists().map(({ name }) => name)).toEqual(['D', 'B', 'A', 'C', 'E'])
})

test('a removed watchlist is gone with its symbols', () => {
  const store = openWriter()
  const { id } = store.saveWatchlist({ name: 'One', symbols: ['A'] })
  store.removeWatchlist(id)
  expect(store.watchlists()).toEqual([])
  expect(store.saveWatchlist({ name: 'Two', symbols: [] }).symbols).toEqual([])
})

test('a watchlist that does not exist is an error that names it', () => {
  const store = openWriter()
  expect(() => store.saveWatchlist({ id: 9, name: 'Nine', symbols: [] })).toThrow('no watchlist 9')
  expect(() => store.removeWatchlist(9)).toThrow('no watchlist 9')
  expect(() => store.orderWatchlists([9])).toThrow('no watchlist 9')
})
