import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { chooseRun } from '../ledger/choose-gap.ts'
import { focusReplayed, showSession } from '../replay/session.ts'
import { seek } from '../replay/transport-actions.ts'
import { focusSymbol } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { showView } from '../stores/view.ts'
import { chooseWatchlist, useWatchlists } from '../stores/watchlists.ts'
import { useCalendar } from './calendar-state.ts'

/** Opens a session in the replay, with the symbols that the calendar is about, at its start. */
export async function replayDay(session: SessionDate): Promise<void> {
  await open(session, session)
}

/** Opens a replay that plays through from one session to another. */
export async function replayThrough(first: SessionDate, last: SessionDate): Promise<void> {
  await open(first, last)
}

/** Opens a session at its end, where the ledger lists all its gaps, with a symbol in focus. */
export async function showGaps(session: SessionDate, symbol: string | undefined): Promise<void> {
  if (symbol !== undefined) focusSymbol(symbol)
  await open(session, session)
  const { info, status } = useReplay.getState()
  if (status.state !== 'open' || info?.session !== session) return
  if (symbol !== undefined) focusReplayed(symbol)
  await seek(info.end)
}

/** The same with some minutes chosen in the ledger and on the chart. */
export async function showGap(
  session: SessionDate,
  symbol: string,
  run: { readonly start: EpochMs; readonly end: EpochMs },
): Promise<void> {
  await showGaps(session, symbol)
  chooseRun(run)
}

async function open(first: SessionDate, last: SessionDate): Promise<void> {
  const { exchange, symbolsOf } = useCalendar.getState()
  if (exchange === undefined) return
  const wanted = symbolsOf === 'all' ? undefined : symbolsOf
  if (wanted !== useWatchlists.getState().activeId || useRun.getState().run) chooseWatchlist(wanted)
  useReplay.setState({ range: undefined })
  showView('replay')
  await showSession(first, exchange, last > first ? { first, last } : undefined)
}
