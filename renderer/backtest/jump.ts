import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { showOnReplay } from '../trading/show-on-replay.ts'
import { sessionAt, sessionsOf } from './run-sessions.ts'

/** Shows in the replay what a run did at a time. */
export async function jumpTo(run: KeptRun, symbol: string, time: EpochMs): Promise<void> {
  const sessions = await attempt(() => sessionsOf(run))
  const session = sessions && sessionAt(sessions, time)
  if (session) await showOnReplay(run, { session, symbol, time })
  else if (sessions) tell('warning', `The calendar of ${run.exchange} has no session at that time.`)
}
