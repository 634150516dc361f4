import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function watchlistHandlers({ store }: SystemManager): HandlersOf<'watchlists'> {
  function all(): WatchlistState[] {
    return store.reader.watchlists().map(({ id, name, symbols }) => ({ id, name, symbols: [...symbols] }))
  }

  return {
    'watchlists.list': all,
    'watchlists.save': async (watchlist) => {
      await store.write((writer) => writer.call('saveWatchlist', watchlist))
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
