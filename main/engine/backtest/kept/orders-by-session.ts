import type { SessionEnd } from '#shared/backtest/daily-equity.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { OrderEvent, OrderId } from '#shared/strategy/order.ts'

/** What happened to the orders of a symbol in a session. */
export interface OrdersOfSession {
  readonly symbol: string
  readonly session: SessionDate
  readonly events: readonly OrderEvent[]
}

/** Sorts what happened to orders by symbol and session: at a close it belongs to the session that closes. */
export function ordersBySession(
  events: readonly OrderEvent[],
  sessions: readonly SessionEnd[],
): readonly OrdersOfSession[] {
  const symbols = new Map<OrderId, string>()
  const parts = new Map<string, { symbol: string; session: SessionDate; events: OrderEvent[] }>()
  let number = 0
  for (const event of events) {
    // They come in the order of time.
    while (number < sessions.length - 1 && event.at > (sessions[number]?.end ?? 0)) number += 1
    const session = sessions[number]?.date
    if (session === undefined) break
    const named = symbolOf(event)
    if (named !== undefined) symbols.set(event.order, named)
    const symbol = symbols.get(event.order) ?? ''
    const key = `${session} ${symbol}`
    const part = parts.get(key) ?? { symbol, session, events: [] }
    parts.set(key, part)
    part.events.push(event)
  }
  return [...parts.values()]
}

function symbolOf(event: OrderEvent): string | undefined {
  if (event.type === 'filled') return event.fill.symbol
  return 'request' in event ? event.request.symbol : undefined
}
