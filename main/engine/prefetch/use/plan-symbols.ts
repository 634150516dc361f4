import { exchangeOf } from '#shared/calendar/calendars.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'
import { rankUsed } from './rank-used.ts'

type ReadStore = Pick<StoreReader, 'path' | 'watchlists' | 'symbol' | 'prefetch'>

/**
 * The symbols that a plan is for at `now`, each once. Of those used most, the ones of the plan's exchange, and the ones
 * that the store does not know yet. Throws a Failure with code 'usage' where there are none, in words that say why.
 */
export function symbolsOfPlan(
  store: ReadStore,
  { name, symbols, exchange }: Pick<Plan, 'name' | 'symbols' | 'exchange'>,
  now: EpochMs,
): readonly string[] {
  switch (symbols.kind) {
    case 'list':
      return [...new Set(symbols.symbols)]
    case 'watchlist':
      return ofWatchlist(store, name, symbols.name)
    case 'used': {
      const isMeant = (symbol: string): boolean => isOf(store, symbol, exchange)
      const used = rankUsed(store.prefetch.usedSymbols(), now).filter(
        ({ symbol, mark }) => mark !== 'never' && isMeant(symbol),
      )
      if (used.length > 0) return used.slice(0, symbols.most).map(({ symbol }) => symbol)
      throw new Failure(
        'usage',
        `The plan ${name} is for the symbols used most, and none of ${exchange} was used yet. Open some in a ` +
          'replay, pin them, or name them in the plan.',
      )
    }
  }
}

function ofWatchlist(store: ReadStore, plan: string, name: string): readonly string[] {
  const watchlist = store.watchlists().find((list) => list.name === name)
  if (!watchlist)
    throw new Failure(
      'usage',
      `The plan ${plan} is for the watchlist "${name}", which ${store.path} does not have.`,
    )
  if (watchlist.symbols.length === 0)
    throw new Failure(
      'usage',
      `The plan ${plan} is for the watchlist "${name}", which is empty. Add symbols to it.`,
    )
  return [...new Set(watchlist.symbols)]
}

function isOf(store: ReadStore, symbol: string, exchange: string): boolean {
  const stored = store.symbol(symbol)
  return !stored || exchangeOf(stored.exchange) === exchangeOf(exchange)
}
