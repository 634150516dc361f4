import type { ExchangeInfo, ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { useChart } from './chart.ts'
import { useReplay } from './replay.ts'

/** The replayed session as the exchange of one symbol has it: its hours, zone and trailing sessions. */
export type ShownSession = Omit<ReplayInfo, 'exchanges'> & ExchangeInfo

/** One of a replay for each of its exchanges, made when it is first shown. */
const made = new WeakMap<ExchangeInfo, ShownSession>()

/** The session on the exchange of a symbol; on that which the replay was opened for when it lacks the symbol. */
export function shownSession(info: ReplayInfo, symbol: string | undefined): ShownSession | undefined {
  const listed = info.symbols.find((other) => other.symbol === symbol)
  const code = listed?.exchange ?? info.exchange
  const exchange = info.exchanges.find((other) => other.exchange === code)
  if (!exchange) return undefined
  const known = made.get(exchange)
  if (known) return known
  const { exchanges: _, ...rest } = info
  const shown = { ...rest, ...exchange }
  made.set(exchange, shown)
  return shown
}

/** The session on the exchange of the focused symbol. */
export function shownNow(): ShownSession | undefined {
  const { info } = useReplay.getState()
  return info && shownSession(info, useChart.getState().symbol)
}

export function useShownSession(): ShownSession | undefined {
  const info = useReplay((state) => state.info)
  const symbol = useChart((state) => state.symbol)
  return info && shownSession(info, symbol)
}
