import { intradayMs } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { focusReplayed, openReplay, rememberShown } from '../replay/session.ts'
import { seek } from '../replay/transport-actions.ts'
import { chooseInterval, focusSymbol, intervals } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { useShownRun } from '../stores/shown-run.ts'
import { useSymbols } from '../stores/symbols.ts'
import { tell } from '../stores/toasts.ts'
import { showView } from '../stores/view.ts'

/** A moment of a run: of a trade, or of anything else that it did. */
export interface RunMoment {
  readonly session: SessionDate
  readonly symbol: string
  readonly time: EpochMs
}

/**
 * Shows a kept backtest under the replay: opens the session with the run's symbols and bars as the run had them, and
 * puts the clock to the end of the run's bar that `time` lies in, so that what happened in it is in sight. What the
 * run did later is not shown; a step back takes away what it did last.
 */
export async function showOnReplay(run: KeptRun, { session, symbol, time }: RunMoment): Promise<void> {
  const { bySymbol } = useSymbols.getState()
  const symbols = run.request.symbols.filter((name) => bySymbol.has(name))
  if (symbols.length === 0) {
    tell('warning', `The store has no bars of the symbols of ${run.name} any more: import them again.`)
    return
  }
  useShownRun.setState({ run })
  showView('replay')
  const at = endOfBar(run, time)
  if (isShown(run, session, symbols)) {
    focusReplayed(symbol)
    return seek(at)
  }
  useRun.setState({ run: { kind: 'backtest', name: run.name, symbols } })
  focusSymbol(symbol)
  if (intervals.includes(run.request.interval)) chooseInterval(run.request.interval)
  const { exchange, request } = run
  useReplay.setState({ exchange, session, range: undefined, rolledFrom: undefined, view: request.view })
  try {
    await openReplay({ at, playing: false, because: 'chosen' })
    rememberShown()
  } catch {
    // The reason of a refused session stands on the chart.
  }
}

/** Whether the session is open as the run had it. */
function isShown({ request, exchange }: KeptRun, session: SessionDate, symbols: readonly string[]): boolean {
  const { info, status, view, ...replay } = useReplay.getState()
  const replayed = new Set(info?.symbols.map((listed) => listed.symbol))
  return (
    status.state === 'open' &&
    info?.session === session &&
    replay.exchange === exchange &&
    view === request.view &&
    symbols.every((symbol) => replayed.has(symbol))
  )
}

/** Bars of a day end with their session; the replay stops there by itself. */
function endOfBar({ request }: KeptRun, time: EpochMs): EpochMs {
  const length = intradayMs(request.interval)
  return (length === undefined ? time + 86_400_000 : time + length) as EpochMs
}
