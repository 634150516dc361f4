import { useChart } from '../stores/chart.ts'
import { hasSymbol, useReplay } from '../stores/replay.ts'
import { useSymbols } from '../stores/symbols.ts'
import { activeSymbols, chooseWatchlist } from '../stores/watchlists.ts'
import { replayListed } from './replay-listed.ts'
import { focusReplayed, rememberShown, showLatestSession } from './session.ts'

/**
 * Focuses a symbol. One that is not on the shown watchlist shows all symbols; one whose exchange has no session on
 * the day takes the replay to the newest session there.
 */
export async function showSymbol(symbol: string): Promise<void> {
  if (!activeSymbols().includes(symbol)) {
    chooseWatchlist(undefined)
    await replayListed()
  }
  focusReplayed(symbol)
  rememberShown()
  const { info, exchange } = useReplay.getState()
  const own = useSymbols.getState().bySymbol.get(symbol)?.exchange
  if (own && own !== exchange && !(info && hasSymbol(info, symbol))) await showLatestSession(own)
}

/** Focuses the symbol above or below in the watchlist. */
export function showNeighbourSymbol(direction: 1 | -1): void {
  const symbols = activeSymbols()
  const index = symbols.indexOf(useChart.getState().symbol ?? '')
  const next = symbols[Math.max(0, Math.min(symbols.length - 1, index + direction))]
  if (next && next !== useChart.getState().symbol) void showSymbol(next)
}
