import { rememberShown, reopenReplay, symbolsOn } from '../replay/session.ts'
import { focusSymbol, useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import {
  activeList,
  activeSymbols,
  changeWatchlist,
  chooseWatchlist,
  makeWatchlist,
  removeWatchlist,
} from '../stores/watchlists.ts'

/** Runs a change of what is listed, then takes the symbols that are listed now into the replay where it stands. */
async function thenReplay(change: () => Promise<void> | void): Promise<void> {
  const before = replayed()
  await change()
  const after = replayed()
  const { symbol } = useChart.getState()
  if (!symbol || !activeSymbols().includes(symbol)) focusSymbol(activeSymbols()[0])
  if (before !== after) await reopenReplay()
  rememberShown()
}

/** What is replayed: the session file, if any, and the symbols whatever their order, as a new order asks for nothing. */
function replayed(): string {
  const { exchange } = useReplay.getState()
  const { run } = useRun.getState()
  return exchange ? [run?.name ?? '', ...symbolsOn(exchange).toSorted()].join(' ') : ''
}

export function showWatchlist(id: number | undefined): Promise<void> {
  return thenReplay(() => chooseWatchlist(id))
}

export function addWatchlist(name: string, symbols: readonly string[]): Promise<void> {
  return thenReplay(() => makeWatchlist(name, symbols))
}

export function deleteWatchlist(id: number): Promise<void> {
  return thenReplay(() => removeWatchlist(id))
}

export async function renameWatchlist(id: number, name: string): Promise<void> {
  const list = activeList()
  if (list?.id === id) await changeWatchlist({ ...list, name })
}

/** Adds symbols to the shown list, at its end; those that are on it stay where they are. */
export function putSymbolsOn(added: readonly string[]): Promise<void> {
  return thenReplay(async () => {
    const list = activeList()
    if (list) await changeWatchlist({ ...list, symbols: [...new Set([...list.symbols, ...added])] })
  })
}

/** Takes a symbol off the shown list; the one below it is focused next. */
export function takeSymbolOff(symbol: string): Promise<void> {
  return thenReplay(async () => {
    const list = activeList()
    const index = list?.symbols.indexOf(symbol) ?? -1
    if (!list || index < 0) return
    const symbols = list.symbols.toSpliced(index, 1)
    if (useChart.getState().symbol === symbol) focusSymbol(symbols[Math.min(index, symbols.length - 1)])
    await changeWatchlist({ ...list, symbols })
  })
}
