import { useBacktest } from '../../stores/backtest.ts'
import { useOpenStore } from '../../stores/open-store.ts'
import { useReplay } from '../../stores/replay.ts'
import { useStrategies } from '../../stores/strategies.ts'
import { useView } from '../../stores/view.ts'
import { activeList } from '../../stores/watchlists.ts'

/** It needs nothing. */
export function always(): boolean {
  return true
}

/** A replay is open and shown. */
export function replayOpen(): boolean {
  return useReplay.getState().status.state === 'open' && useView.getState().view === 'replay'
}

/** A replay is open, or being opened, and shown: what moves its clock is done once it is open. */
export function replayWanted(): boolean {
  return (
    replayOpen() || (useReplay.getState().status.state === 'opening' && useView.getState().view === 'replay')
  )
}

/** A session is chosen and shown. */
export function sessionShown(): boolean {
  return useReplay.getState().session !== undefined && useView.getState().view === 'replay'
}

/** The backtests are shown. */
export function backtestShown(): boolean {
  return useView.getState().view === 'backtest' && useOpenStore.getState().store !== undefined
}

/** The text of a strategy is shown. */
export function strategyShown(): boolean {
  const { open, documents } = useStrategies.getState()
  return (
    backtestShown() && useBacktest.getState().tab === 'strategy' && open !== undefined && documents.has(open)
  )
}

/** The settings are shown. */
export function settingsShown(): boolean {
  return useView.getState().view === 'settings'
}

/** A store is open. */
export function storeOpen(): boolean {
  return useOpenStore.getState().store !== undefined
}

/** The open store can be written to. */
export function storeWritable(): boolean {
  return useOpenStore.getState().store?.access === 'owner'
}

/** There is a watchlist that can be changed. */
export function listEditable(): boolean {
  return sessionShown() && storeWritable() && activeList() !== undefined
}
