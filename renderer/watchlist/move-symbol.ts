import { useChart } from '../stores/chart.ts'
import { activeList, changeWatchlist } from '../stores/watchlists.ts'
import { moved } from './reorder.ts'

/** Moves a symbol of the shown list to another place. All symbols of a store have no order of their own. */
export async function moveSymbol(from: number, to: number): Promise<void> {
  const list = activeList()
  if (!list) return
  const symbols = moved(list.symbols, from, to)
  if (symbols !== list.symbols) await changeWatchlist({ ...list, symbols: [...symbols] })
}

/** Moves the focused symbol one place up or down. */
export async function moveFocusedSymbol(direction: 1 | -1): Promise<void> {
  const from = activeList()?.symbols.indexOf(useChart.getState().symbol ?? '') ?? -1
  if (from >= 0) await moveSymbol(from, from + direction)
}
