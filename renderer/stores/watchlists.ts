import { create } from 'zustand'
import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'
import { engine } from '../engine/link.ts'
import { useRun } from './run.ts'
import { useSymbols } from './symbols.ts'
import { attempt } from './toasts.ts'

interface WatchlistsState {
  readonly lists: readonly WatchlistState[]
  /** The list that is shown; undefined for all symbols of the store. */
  readonly activeId: number | undefined
}

export const useWatchlists = create<WatchlistsState>(() => ({ lists: [], activeId: undefined }))

export async function loadWatchlists(wanted: number | undefined): Promise<void> {
  const lists = await engine().call('watchlists.list', undefined)
  const { activeId } = useWatchlists.getState()
  const keep = [wanted, activeId].find((id) => lists.some((list) => list.id === id))
  useWatchlists.setState({ lists, activeId: keep ?? lists[0]?.id })
}

/** The watchlist that is shown; undefined while all symbols or those of a session file are. */
export function activeList(): WatchlistState | undefined {
  const { lists, activeId } = useWatchlists.getState()
  return useRun.getState().run ? undefined : lists.find(({ id }) => id === activeId)
}

/** Symbols of the list that is shown, in its order. */
export function activeSymbols(): readonly string[] {
  const { run } = useRun.getState()
  return run?.symbols ?? activeList()?.symbols ?? useSymbols.getState().symbols.map(({ symbol }) => symbol)
}

/** Shows a list, or all symbols; the run of a session file ends with that. */
export function chooseWatchlist(activeId: number | undefined): void {
  useRun.setState({ run: undefined })
  useWatchlists.setState({ activeId })
}

/** Stores a new list and shows it. */
export async function makeWatchlist(name: string, symbols: readonly string[]): Promise<void> {
  const known = new Set(useWatchlists.getState().lists.map(({ id }) => id))
  const lists = await attempt(async () => engine().call('watchlists.save', { name, symbols: [...symbols] }))
  if (!lists) return
  const made = lists.find(({ id }) => !known.has(id))
  useWatchlists.setState({ lists })
  if (made) chooseWatchlist(made.id)
}

/** Shows the change at once and stores it; undone when it cannot be stored. */
export async function changeWatchlist(list: WatchlistState): Promise<void> {
  const before = useWatchlists.getState().lists
  useWatchlists.setState({ lists: before.map((other) => (other.id === list.id ? list : other)) })
  const lists = await attempt(async () => engine().call('watchlists.save', list))
  useWatchlists.setState({ lists: lists ?? before })
}

/** Shows the lists in another order at once and stores it; undone when it cannot be stored. */
export async function orderWatchlists(lists: readonly WatchlistState[]): Promise<void> {
  const before = useWatchlists.getState().lists
  useWatchlists.setState({ lists })
  const ids = lists.map(({ id }) => id)
  const stored = await attempt(async () => engine().call('watchlists.order', { ids }))
  useWatchlists.setState({ lists: stored ?? before })
}

export async function removeWatchlist(id: number): Promise<void> {
  const lists = await attempt(async () => engine().call('watchlists.remove', { id }))
  if (!lists) return
  useWatchlists.setState(({ activeId }) => ({ lists, activeId: activeId === id ? lists[0]?.id : activeId }))
}

export function clearWatchlists(): void {
  useWatchlists.setState({ lists: [], activeId: undefined })
}
