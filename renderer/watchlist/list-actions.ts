import { replayListed } from '../replay/replay-listed.ts'
import {
  focusReplayed,
  rememberShown,
  reopenReplay,
  replayableSymbols,
  symbolsOn,
} from '../replay/session.ts'
import { useChart } from '../stores/chart.ts'
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
  const { run } = useRun.getState()
  const before = replayed()
  await change()
  const after = replayed()
  const { symbol } = useChart.getState()
  if (!symbol || !activeSymbols().includes(symbol)) focusReplayed(nextFocus())
  // What a session file keeps at hand beside its symbols goes with it.
  if (run !== useRun.getState().run) await reopenReplay()
  else if (before !== after) await replayListed()
  rememberShown()
}

/** The symbols of the replay whatever their order: a new order alone asks for nothing. */
function replayed(): string {
  return replayableSymbols().toSorted().join(' ')
}

/** The first symbol of the shown list, of the exchange whose session is shown if it has one. */
function nextFocus(): string | undefined {
  const { exchange } = useReplay.getState()
  return (exchange ? symbolsOn(exchange)[0] : undefined) ?? activeSymbols()[0]
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
    if (useChart.getState().symbol === symbol) focusReplayed(symbols[Math.min(index, symbols.length - 1)])
    await changeWatchlist({ ...list, symbols })
  })
}
