import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness } from '#shared/prefetch/run.ts'
import { type EpochMs, epochMs, parseUtc } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { parseDefinition } from '../../sources/registry/source-definition.ts'
import { addSource } from '../../sources/registry/source-registry.ts'
import { endlessMs, HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import type { SessionFill } from '../../store/fills/stored-fill.ts'
import type { StoreWriter } from '../../store/store.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { RunEnd } from '../plan-run.ts'
import { type RunOrder, runPlan } from '../run/prefetch-run.ts'
import { vendorSecrets } from './vendor.ts'

/** Monday; the sessions before it are 2024-07-08 to 2024-07-12, Monday to Friday. */
export const target = '2024-07-15' as SessionDate
export const week = [12, 11, 10, 9, 8].map((day) => `2024-07-${String(day).padStart(2, '0')}` as SessionDate)
/** The Saturday before. */
export const saturday = instant('2024-07-13T12:00:00Z')

export function instant(text: string): EpochMs {
  return parseUtc(text) ?? epochMs(Number.NaN)
}

/** A plan of SPY and the week before the target, of all sources of the store, unless told otherwise. */
export function orderOf(
  told: Partial<Omit<RunOrder, 'plan'>> & { readonly plan?: Partial<RunOrder['plan']> } = {},
): RunOrder {
  const { plan, ...rest } = told
  return {
    plan: { name: 'night', exchange: 'XNYS', trailing: 5, sources: [], budget: {}, ...plan },
    symbols: ['SPY'],
    session: target,
    since: saturday,
    maxTries: 5,
    ...rest,
  }
}

/** Adds a vendor's server as a source that no limit holds up. */
export function addVendor(store: StoreWriter, name: string, url: string, tries = 1): void {
  const limits = { requestsPerMinute: 10_000, parallel: 8, timeoutMs: endlessMs, tries }
  addSource(store, name, parseDefinition('alpaca', { url }, limits))
}

export interface RunStage {
  readonly end: RunEnd
  /** The last that was told of each cell, by symbol and session. */
  readonly cells: ReadonlyMap<string, Readiness>
  /** Every state of each cell, in order. */
  readonly states: ReadonlyMap<string, readonly string[]>
}

export interface RunTold {
  readonly now?: EpochMs
  readonly ticker?: Ticker
  readonly signal?: AbortSignal
  readonly storeFill?: (fill: SessionFill) => ReturnType<StoreWriter['storeFill']>
}

/** Does a run on a store that it writes to itself, with every wait over at once unless told otherwise. */
export async function runOn(store: StoreWriter, order: RunOrder, told: RunTold = {}): Promise<RunStage> {
  const { now = saturday, ticker = new HastyTicker(), signal = new AbortController().signal } = told
  const cells = new Map<string, Readiness>()
  const states = new Map<string, string[]>()
  const end = await runPlan(
    order,
    {
      store,
      calendars: new Calendars(),
      time: { now: () => now },
      ticker,
      random: () => 0.5,
      secretsOf: () => vendorSecrets,
      storeFill: told.storeFill ?? ((fill) => store.storeFill(fill)),
    },
    (progress) => {
      for (const cell of progress.cells) {
        const key = `${cell.symbol} ${cell.session}`
        cells.set(key, cell)
        states.set(key, [...(states.get(key) ?? []), cell.state])
      }
    },
    signal,
  )
  return { end, cells, states }
}
