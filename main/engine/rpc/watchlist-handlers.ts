import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function watchlistHandlers({ store, prefetch }: SystemManager): HandlersOf<'watchlists'> {
  function all(): WatchlistState[] {
    return store.reader.watchlists().map(({ id, name, symbols }) => ({ id, name, symbols: [...symbols] }))
  }

  return {
    'watchlists.list': all,
    'watchlists.save': async (watchlist) => {
      const before = all().find(({ id }) => id === watchlist.id)?.symbols ?? []
      await store.write((writer) => writer.call('saveWatchlist', watchlist))
      const added = watchlist.symbols.filter((symbol) => !before.includes(symbol))
      prefetch.use.note(added, 'watchlist')
      return all()
    },
    'watchlists.remove': async (which) => {
      await store.write((writer) => writer.call('removeWatchlist', which))
      return all()
    },
    'watchlists.order': async (order) => {
      await store.write((writer) => writer.call('orderWatchlists', order))
      return all()
    },
  }
}
