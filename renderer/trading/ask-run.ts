import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { engine } from '../engine/link.ts'

/** What a kept run gave. */
export function resultsOf(run: number): Promise<KeptResults> {
  return engine().call('backtest.results', { run })
}

/** What happened to the orders of a run in a symbol and a session. */
export async function ordersOf(
  run: number,
  symbol: string,
  session: SessionDate,
): Promise<readonly OrderEvent[]> {
  return (await engine().call('backtest.orders', { run, symbol, session })) as OrderEvent[]
}
