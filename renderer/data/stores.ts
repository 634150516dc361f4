import { asFailure } from '#shared/protocol/failure.ts'
import type { StoreState } from '#shared/protocol/store-calls.ts'
import { stopFeeds } from '../charts/feeds.ts'
import { desktop, engine } from '../engine/link.ts'
import { showFirstSession } from '../replay/session.ts'
import { focusSymbol } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { usePlayback } from '../stores/playback.ts'
import { readOnlyReason } from '../stores/read-only.ts'
import { readRemembered } from '../stores/remembered.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { useSessionFile } from '../stores/session-file.ts'
import { hideRun } from '../stores/shown-run.ts'
import { clearSymbols, loadSymbols } from '../stores/symbols.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { showView } from '../stores/view.ts'
import { clearWatchlists, loadWatchlists } from '../stores/watchlists.ts'
import { forgetRuns } from '../trading/run-feed.ts'
import { forgetQuotes } from '../watchlist/quote-board.ts'

type Opening = 'store.open' | 'store.create' | 'store.createDemo'

/** Opens or makes a store and shows its first session. A refusal stays on the screen with the path it is about. */
async function openWith(call: Opening, path: string): Promise<void> {
  useOpenStore.setState({ opening: { path, making: call !== 'store.open' }, failure: undefined })
  try {
    const store = await engine().call(call, { path })
    await takeStore(store)
  } catch (error) {
    useOpenStore.setState({ failure: { path, message: asFailure(error).message } })
  } finally {
    useOpenStore.setState({ opening: undefined })
  }
}

/** Takes over a store that the engine has just opened: its symbols, watchlists and first session. */
export async function takeStore(store: StoreState): Promise<void> {
  clearShown()
  const shownBefore = readRemembered().stores[store.path]
  useOpenStore.setState({ store, shownBefore, failure: undefined })
  void noteRecent(store.path)
  // At once: what the user chooses while the rest comes is not taken back.
  showView(store.bars > 0 ? 'replay' : 'data')
  await Promise.all([loadSymbols(), loadWatchlists(shownBefore?.watchlist)])
  await showFirstSession()
}

function clearShown(): void {
  stopFeeds()
  forgetQuotes()
  clearSymbols()
  clearWatchlists()
  focusSymbol(undefined)
  useRun.setState({ run: undefined })
  hideRun()
  forgetRuns()
  useSessionFile.setState({ showsMissing: false })
  usePlayback.setState({ clock: undefined, playing: false, ended: false })
  useReplay.setState({ exchange: undefined, session: undefined, info: undefined, status: { state: 'none' } })
}

export function openStoreAt(path: string): Promise<void> {
  return openWith('store.open', path)
}

export async function chooseStore(): Promise<void> {
  const chosen = await attempt(async () => desktop().call('dialog.openStore', undefined))
  if (chosen?.path) await openWith('store.open', chosen.path)
}

export async function makeStore(): Promise<void> {
  const chosen = await attempt(async () =>
    desktop().call('dialog.newStore', { suggestedName: 'bars.tapedeck' }),
  )
  if (chosen?.path) await openWith('store.create', chosen.path)
}

export async function makeDemoStore(): Promise<void> {
  const chosen = await attempt(async () =>
    desktop().call('dialog.newStore', { suggestedName: 'demo.tapedeck' }),
  )
  if (chosen?.path) await openWith('store.createDemo', chosen.path)
}

/** Asks for the open store to be writable: its owner may have ended. What is shown of it stays. */
export async function claimStore(): Promise<void> {
  const { store } = useOpenStore.getState()
  if (!store) return
  const now = await attempt(() => engine().call('store.open', { path: store.path }))
  if (!now) return
  useOpenStore.setState({ store: now })
  const reason = readOnlyReason(now)
  tell('info', reason === undefined ? 'The store can be changed now.' : `Tried again. ${reason}`)
}

export async function closeStore(): Promise<void> {
  const done = await attempt(async () => engine().call('store.close', undefined))
  if (done === undefined) return
  clearShown()
  useOpenStore.setState({ store: undefined, shownBefore: undefined })
}

export async function loadRecents(): Promise<void> {
  const recents = await attempt(async () => desktop().call('recents.list', undefined))
  if (recents) useOpenStore.setState({ recents })
}

async function noteRecent(path: string): Promise<void> {
  const recents = await attempt(async () => desktop().call('recents.add', { path }))
  if (recents) useOpenStore.setState({ recents })
}

export async function removeRecent(path: string): Promise<void> {
  const recents = await attempt(async () => desktop().call('recents.remove', { path }))
  if (recents) useOpenStore.setState({ recents })
}
