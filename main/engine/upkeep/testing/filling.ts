import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { randomOf } from '../../random/random.ts'
import type { DataSource } from '../../sources/data-source.ts'
import { HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import type { StoreWriter } from '../../store/store.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { type FillSummary, summariseFill } from '../fill/fill-summary.ts'
import { type FillOutcome, GapFiller } from '../fill/gap-filler.ts'
import { GapLedger } from '../gap-ledger.ts'
import { yearLater } from './made-store.ts'

/** A year after the sessions of made stores. */
export const clock = { now: () => yearLater }

export interface Filling {
  readonly time?: TimeProvider
  readonly ticker?: Ticker
  readonly maxTries?: number
  readonly waits?: boolean
  readonly signal?: AbortSignal
}

/** What fills the gaps of a store, with every wait over at once unless told otherwise. */
export function fillerOf(store: StoreWriter, sources: readonly DataSource[], told: Filling = {}): GapFiller {
  const { time = clock } = told
  const ledger = new GapLedger(store, time, new Calendars())
  const random = randomOf('fill', 3)
  return new GapFiller(
    {
      sessionOf: (symbol, exchange, session) => ledger.sessionOf(symbol, exchange, session),
      storeFill: (fill) => store.storeFill(fill),
      time,
      ticker: told.ticker ?? new HastyTicker(),
      random: () => random.uniform(),
    },
    sources,
  )
}

/** Fills SPY's session as far as it goes. */
export async function fillIn(
  store: StoreWriter,
  session: SessionDate,
  sources: readonly DataSource[],
  told: Filling = {},
): Promise<{ readonly outcomes: readonly FillOutcome[]; readonly summary: FillSummary }> {
  const target = { symbol: 'SPY', exchange: 'XNYS', synthetic: false }
  const { maxTries = 5, waits = true, signal = new AbortController().signal } = told
  const outcomes: FillOutcome[] = []
  for await (const outcome of fillerOf(store, sources, told).run(
    target,
    session,
    { maxTries, waits },
    signal,
  ))
    outcomes.push(outcome)
  const after = new GapLedger(store, clock, new Calendars()).sessionOf('SPY', 'XNYS', session)
  if (!after) throw new RangeError(`${session} is no session`)
  return { outcomes, summary: summariseFill(outcomes, after) }
}
