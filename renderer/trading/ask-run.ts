import type { SessionDate } from '#shared/calendar/session-date.ts'
import { backtestCalls, type KeptResults } from '#shared/protocol/backtest-calls.ts'
import type { Client } from '#shared/protocol/client.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { engine } from '../engine/link.ts'

const contract = { calls: backtestCalls, signals: {}, events: {} } as const

/** The engine as it answers questions about kept backtests. */
function backtests(): Client<typeof contract> {
  return engine() as unknown as Client<typeof contract>
}

/** What a kept run gave. */
export function resultsOf(run: number): Promise<KeptResults> {
  return backtests().call('backtest.results', { run })
}

/** What happened to the orders of a run in a symbol and a session. */
export async function ordersOf(
  run: number,
  symbol: string,
  session: SessionDate,
): Promise<readonly OrderEvent[]> {
  return (await backtests().call('backtest.orders', { run, symbol, session })) as OrderEvent[]
}
