import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { desktopContract } from '#shared/protocol/desktop-contract.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import { loadStrategies, takeRunEnd, takeRunProgress } from '../backtest/backtests.ts'
import { takeFetching } from '../calendar/fetching.ts'
import { refreshCalendar, refreshLedger, refreshRuns } from '../calendar/follow-changes.ts'
import { takeCalendarChange } from '../calendar-overlay/calendar-news.ts'
import { stopFeeds } from '../charts/feeds.ts'
import { importDone, importFailed, showImportProgress } from '../data/imports.ts'
import { chooseStore, loadRecents, openStoreAt } from '../data/stores.ts'
import { takeLedgerChanges } from '../ledger/ledger-feed.ts'
import { takePrefetchChange, takeProgress } from '../prefetch/prefetch.ts'
import { takeStart } from '../prefetch/starts.ts'
import { takePreviousCloses } from '../replay/previous-closes.ts'
import { takeRoll } from '../replay/range.ts'
import { rememberShown } from '../replay/session.ts'
import { loadSources } from '../sources/sources.ts'
import { advanceConnection, useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useSessionState } from '../stores/session-state.ts'
import { takeSettings } from '../stores/settings.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { useUpkeep } from '../stores/upkeep.ts'
import { lookAtOpenFiles, takeStrategyChange } from '../strategies/file-changes.ts'
import { takeSweepEnd, takeSweepProgress } from '../sweep/sweeps.ts'
import { takePaper } from '../trading/paper-feed.ts'
import { takePaperRecord } from '../trading/paper-record.ts'
import { receiveFrame } from './frames.ts'
import { desktop, isCurrentEngine, setDesktop, setEngine } from './link.ts'
import { listenForPorts } from './port-channel.ts'
import { restoreShown } from './restore.ts'

let current: Client<EngineContract> | undefined

/** Waits for the preload's ports and keeps the window connected from then on. */
export function beginConnecting(): void {
  listenForPorts((to, channel) => {
    if (to === 'engine') connectEngine(channel)
    else connectDesktop(channel)
  })
}

function connectDesktop(channel: Channel): void {
  const client = createClient(desktopContract, channel, { onBadMessage: tellBadMessage })
  setDesktop(client)
  client.on('engine.state', (state) => advanceConnection({ type: 'supervisor', state }))
  void attempt(async () => {
    advanceConnection({ type: 'supervisor', state: await client.call('engine.state', undefined) })
  })
  client.on('store.requested', ({ path }) => void (path === undefined ? chooseStore() : openStoreAt(path)))
  void loadRecents()
}

function connectEngine(channel: Channel): void {
  const before = current
  const client = createClient(engineContract, channel, {
    onClose: () => loseEngine(client),
    onBadMessage: tellBadMessage,
  })
  current = client
  setEngine(client)
  before?.close()
  stopFeeds()
  advanceConnection({ type: 'port-opened' })
  client.on('frame', (frame) => receiveFrame(client, frame))
  client.on('session.changed', (reports) => useSessionState.setState({ reports }))
  client.on('replay.rolled', (news) => {
    takeRoll(news)
    rememberShown()
  })
  client.on('replay.previousCloses', takePreviousCloses)
  client.on('ledger.changed', takeLedgerChanges)
  client.on('ledger.changed', refreshLedger)
  client.on('store.changed', (store) => useOpenStore.setState({ store: store ?? undefined }))
  client.on('settings.changed', takeSettings)
  client.on('upkeep.changed', (status) => useUpkeep.setState({ status }))
  client.on('upkeep.quality', (quality) => useUpkeep.setState({ quality }))
  client.on('calendar.changed', takeCalendarChange)
  client.on('calendar.changed', (changed) => void refreshCalendar(changed))
  client.on('calendar.fetching', takeFetching)
  client.on('prefetch.changed', (change) => {
    refreshRuns()
    takePrefetchChange(change)
  })
  client.on('prefetch.progress', takeProgress)
  client.on('prefetch.started', takeStart)
  client.on('paper.changed', takePaper)
  client.on('paper.record', takePaperRecord)
  client.on('strategies.changed', (change) => {
    void loadStrategies()
    void takeStrategyChange(change)
  })
  client.on('backtest.progress', (told) => takeRunProgress(told))
  client.on('backtest.ended', takeRunEnd)
  client.on('sweep.progress', takeSweepProgress)
  client.on('sweep.ended', takeSweepEnd)
  client.on('trouble', ({ severity, message }) => tell(severity, message))
  client.on('sources.changed', () => void loadSources())
  client.on('import.progress', showImportProgress)
  client.on('import.done', ({ report }) => void importDone(report))
  client.on('import.failed', ({ code, message }) => importFailed(code, message))
  void restore(client)
}

function loseEngine(client: Client<EngineContract>): void {
  if (!isCurrentEngine(client)) return
  current = undefined
  setEngine(undefined)
  stopFeeds()
  advanceConnection({ type: 'port-closed' })
}

async function restore(client: Client<EngineContract>): Promise<void> {
  const { connection } = useConnection.getState()
  const first = connection.phase === 'resuming' && connection.first
  try {
    takeSettings(await client.call('settings.get', undefined))
    await restoreShown(client, first)
    void lookAtOpenFiles()
  } catch (error) {
    const { code, message } = asFailure(error)
    if (code === 'engine-gone') return
    tell('error', message)
  }
  if (isCurrentEngine(client)) advanceConnection({ type: 'resumed' })
}

function tellBadMessage({ message }: Failure): void {
  tell('error', `${message} Restart Tapedeck; if it happens again, reinstall it.`)
}

/** Starts an engine that has failed for good once more. */
export async function restartEngine(): Promise<void> {
  advanceConnection({ type: 'restart-asked' })
  await attempt(async () => desktop().call('engine.restart', undefined))
}
