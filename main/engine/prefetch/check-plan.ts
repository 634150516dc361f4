import type { Plan } from '#shared/prefetch/plan.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { StoreReader } from '../store/store.ts'
import { parseCronLine } from './schedule/cron-line.ts'

type ReadStore = Pick<StoreReader, 'path' | 'watchlists' | 'sources'>

/**
 * Checks what its shape does not tell of a plan: that what it names is there. What `before`, the plan that it takes
 * the place of, named already may be gone, so that a plan can be changed all the same; its runs tell of that. Throws a
 * Failure with code 'usage' that names the field in its detail, or with 'unknown-source'.
 */
export function checkPlan(
  plan: Pick<Plan, 'exchange' | 'symbols' | 'sources' | 'when'>,
  before: Pick<Plan, 'symbols' | 'sources'> | undefined,
  store: ReadStore,
  calendars: Pick<Calendars, 'of'>,
): void {
  const { exchange, symbols, sources, when } = plan
  try {
    calendars.of(exchange)
  } catch (error) {
    throw new Failure('usage', asFailure(error).message, { field: 'exchange' })
  }
  if (when.kind === 'cron') parseCronLine(when.line)
  if (symbols.kind === 'watchlist' && JSON.stringify(symbols) !== JSON.stringify(before?.symbols))
    checkWatchlist(symbols.name, store)
  checkSources(
    sources.filter((name) => !before?.sources.includes(name)),
    store,
  )
}

function checkWatchlist(name: string, store: ReadStore): void {
  const known = store.watchlists().map((list) => list.name)
  if (known.includes(name)) return
  throw new Failure('usage', `${store.path} has no watchlist "${name}"; it has ${listed(known)}.`, {
    field: 'symbols',
  })
}

function checkSources(names: readonly string[], store: ReadStore): void {
  const known = store.sources().map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  throw new Failure(
    'unknown-source',
    `${store.path} has no source ${unknown.join(', ')}; it has ${listed(known)}.`,
  )
}

function listed(names: readonly string[]): string {
  return names.length > 0 ? names.join(', ') : 'none'
}
