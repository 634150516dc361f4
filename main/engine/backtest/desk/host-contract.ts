import { z } from 'zod'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import {
  type BacktestRequest,
  backtestCalls,
  backtestEvents,
  type KeptResults,
  type KeptRun,
  type RunFault,
} from '#shared/protocol/backtest-calls.ts'
import { call } from '#shared/protocol/contract.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { dayMs } from '#shared/time/epoch.ts'

/** Whoever started a run sees how far it is and may cancel it; its silence is watched. */
const longestRunMs = 7 * dayMs

/** Made by the engine itself. */
function own<T>(): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'object' && value !== null)
}

/** What is run: a request, a kept run again, or the run of a file. */
export type RunOrder =
  | { readonly request: BacktestRequest }
  | { readonly again: number }
  | { readonly runFile: string }

/** How a run came out. */
export type RunEnd =
  | { readonly outcome: 'done'; readonly kept: KeptRun; readonly changed?: string[] }
  | { readonly outcome: 'failed'; readonly fault: RunFault }
  | { readonly outcome: 'cancelled' }

/** Where things are: the file of kept runs and the store. */
const place = z.object({ kept: z.string(), store: z.string() })
const overlays = z.custom<CalendarOverlays>((value) => value instanceof Map)
/** Those of the window are answered as they are. */
const {
  'backtest.runs': runs,
  'backtest.results': results,
  'backtest.orders': orders,
  'backtest.rename': rename,
  'backtest.remove': remove,
  'backtest.export': exportRun,
  'backtest.trust': trust,
} = backtestCalls

/** What the coordinator asks and tells a thread of backtests, and what comes back. */
export const hostContract = {
  calls: {
    /** A number for a run. */
    number: call(z.object({ kept: z.string() }), z.int()),
    run: call(place.extend({ overlays, id: z.int(), order: own<RunOrder>() }), own<RunEnd>(), longestRunMs),
    trust: call(place.extend({ overlays, id: z.int() }), trust.result, longestRunMs),
    // What goes on to the window is checked there: checking it here, too, would hold up the coordinator.
    runs: call(place, own<KeptRun[]>(), runs.timeoutMs),
    results: call(place.extend(results.params.shape), own<KeptResults>(), results.timeoutMs),
    orders: call(place.extend(orders.params.shape), own<OrderEvent[]>(), orders.timeoutMs),
    rename: call(place.extend(rename.params.shape), rename.result, rename.timeoutMs),
    remove: call(place.extend(remove.params.shape), remove.result, remove.timeoutMs),
    export: call(place.extend(exportRun.params.shape), exportRun.result, exportRun.timeoutMs),
  },
  signals: {
    /** What runs is to end; it answers then. */
    cancel: z.void().optional(),
  },
  events: { progress: backtestEvents['backtest.progress'].omit({ run: true }) },
} as const
export type HostContract = typeof hostContract
