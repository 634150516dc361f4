import { z } from 'zod'
import { settingsCalls, settingsEvents } from '../settings/settings-calls.ts'
import { backtestCalls, backtestEvents } from './backtest-calls.ts'
import { barCalls } from './bar-calls.ts'
import { calendarCalls, calendarEvents } from './calendar-calls.ts'
import { chartCalls } from './chart-calls.ts'
import { call } from './contract.ts'
import { importCalls, importEvents } from './import-calls.ts'
import { ledgerCalls, ledgerEvents } from './ledger-calls.ts'
import { paperCalls, paperEvents } from './paper-calls.ts'
import { planCalls, prefetchEvents, runCalls } from './prefetch-calls.ts'
import { replayCalls, replayEvents, replaySignals } from './replay-calls.ts'
import { scenarioCalls } from './scenario-calls.ts'
import { sessionCalls, sessionEvents } from './session-calls.ts'
import { sessionFileCalls } from './session-file-calls.ts'
import { sourceCalls, sourceEvents } from './source-calls.ts'
import { startCalls, startEvents } from './start-calls.ts'
import { storeCalls, storeEvents } from './store-calls.ts'
import { strategyCalls, strategyEvents } from './strategy-calls.ts'
import { sweepCalls, sweepEvents } from './sweep-calls.ts'
import { upkeepEvents } from './upkeep-events.ts'
import { watchlistCalls } from './watchlist-calls.ts'

/** Everything the window may ask of the engine, and everything the engine tells it. */
export const engineContract = {
  calls: {
    'engine.hello': call(z.void().optional(), z.object({ version: z.string(), pid: z.int() })),
    ...storeCalls,
    ...watchlistCalls,
    ...calendarCalls,
    ...scenarioCalls,
    ...importCalls,
    ...replayCalls,
    ...chartCalls,
    ...barCalls,
    ...sessionFileCalls,
    ...sessionCalls,
    ...sourceCalls,
    ...ledgerCalls,
    ...startCalls,
    ...planCalls,
    ...runCalls,
    ...paperCalls,
    ...settingsCalls,
    ...strategyCalls,
    ...backtestCalls,
    ...sweepCalls,
  },
  signals: replaySignals,
  events: {
    ...replayEvents,
    ...sessionEvents,
    ...ledgerEvents,
    ...prefetchEvents,
    ...storeEvents,
    ...calendarEvents,
    ...importEvents,
    ...sourceEvents,
    ...settingsEvents,
    ...upkeepEvents,
    ...startEvents,
    ...backtestEvents,
    ...sweepEvents,
    ...strategyEvents,
    ...paperEvents,
    /** Something the user must know that answers no call. */
    trouble: z.object({ severity: z.enum(['warning', 'error']), message: z.string() }),
  },
} as const
export type EngineContract = typeof engineContract
