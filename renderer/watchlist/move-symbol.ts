import { useChart } from '../stores/chart.ts'
import { activeList, changeWatchlist } from '../stores/watchlists.ts'
import { takeSymbolOff } from './list-actions.ts'
import { moved } from './reorder.ts'

/** Moves a symbol of the shown list to another place. All symbols of a store have no order of their own. */
export async function moveSymbol(from: number, to: number): Promise<void> {
  const list = activeList()
  if (!list) return
  const symbols = moved(list.symbols, from, to)
  if (symbols !== list.symbols) await changeWatchlist({ ...list, symbols: [...symbols] })
}

/** Takes the focused symbol off the shown list. */
export async function takeFocusedSymbolOff(): Promise<void> {
  const { symbol } = useChart.getState()
  if (symbol) await takeSymbolOff(symbol)
}

/** Moves the focused symbol one place up or down. */
export async function moveFocusedSymbol(direction: 1 | -1): Promise<void> {
  const from = activeList()?.symbols.indexOf(useChart.getState().symbol ?? '') ?? -1
  if (from >= 0) await moveSymbol(from, from + direction)
}
