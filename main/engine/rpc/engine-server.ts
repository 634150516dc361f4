import type { Channel } from '#shared/protocol/channel.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import type { Failure } from '#shared/protocol/failure.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { settingsHandlers } from '../settings/settings-handlers.ts'
import type { SystemManager } from '../system-manager.ts'
import { backtestHandlers } from './backtest-handlers.ts'
import { barHandlers } from './bar-handlers.ts'
import { calendarHandlers } from './calendar-handlers.ts'
import { chartHandlers } from './chart-handlers.ts'
import { importHandlers } from './import-handlers.ts'
import { ledgerHandlers } from './ledger-handlers.ts'
import { paperHandlers } from './paper-handlers.ts'
import { planHandlers, runHandlers } from './prefetch-handlers.ts'
import { replayHandlers } from './replay-handlers.ts'
import { scenarioHandlers } from './scenario-handlers.ts'
import { sessionFileHandlers } from './session-file-handlers.ts'
import { sessionHandlers } from './session-handlers.ts'
import { sourceHandlers } from './source-handlers.ts'
import { storeHandlers } from './store-handlers.ts'
import { strategyHandlers } from './strategy-handlers.ts'
import { sweepHandlers } from './sweep-handlers.ts'
import { symbolHandlers } from './symbol-handlers.ts'
import { watchlistHandlers } from './watchlist-handlers.ts'

/** Answers a window over a channel and tells it what happens. `onBadMessage` hears of what fits no contract. */
export function serveEngine(
  channel: Channel,
  system: SystemManager,
  onBadMessage?: (problem: Failure) => void,
): Server<EngineContract> {
  const server = serve(
    engineContract,
    channel,
    {
      calls: {
        'engine.hello': () => ({ version: system.version, pid: process.pid }),
        ...storeHandlers(system),
        ...symbolHandlers(system),
        ...watchlistHandlers(system),
        ...calendarHandlers(system),
        ...scenarioHandlers(system),
        ...importHandlers(system),
        ...replayHandlers(system),
        ...chartHandlers(system),
        ...barHandlers(system),
        ...sessionFileHandlers(system),
        ...sessionHandlers(system),
        ...sourceHandlers(system),
        ...ledgerHandlers(system),
        'prefetch.starts': (query) => system.prefetch.desk.starts(query?.most),
        ...planHandlers(system),
        ...runHandlers(system),
        ...paperHandlers(system),
        ...settingsHandlers(system.settings),
        ...backtestHandlers(system),
        ...sweepHandlers(system),
        ...strategyHandlers(system),
      },
      signals: { 'frame.drawn': ({ seq }) => system.replays.drawn(seq) },
    },
    onBadMessage ? { onBadMessage } : {},
  )
  system.listen((name, payload) => server.emit(name, payload))
  return server
}
