import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { engine } from '../engine/link.ts'
import { showSession } from '../replay/session.ts'
import { focusSymbol } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { loadSymbols, useSymbols } from '../stores/symbols.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { showView } from '../stores/view.ts'
import { formatSession } from '../time/zone.ts'
import { readinessOf, readinessWords } from './board-lacks.ts'
import type { Board } from './prefetch.ts'

/**
 * Opens a session in the replay with all symbols of a board, one of them in focus, so that what was prepared of it is
 * put in place; says what of it is not ready.
 */
export async function replayBoard(board: Board, session: SessionDate, symbol?: string): Promise<void> {
  const readiness = readinessOf(board, session)
  const isOpen = await open(board.run, board.symbols, session, symbol)
  if (isOpen && readiness && readiness.lacks.length > 0)
    tell('warning', `${formatSession(session)} is not ready as a whole: ${readinessWords(readiness)}.`)
}

/** The same of a run whose board is not kept any more, with the symbols that its plan is for now. */
export async function replayRecord(run: RunRecord, session: SessionDate): Promise<void> {
  const symbols = await attempt(async () => engine().call('prefetch.symbols', { plan: run.plan }))
  if (symbols) await open(run, symbols, session)
}

async function open(
  { plan, exchange }: RunRecord,
  symbols: readonly string[],
  session: SessionDate,
  symbol?: string,
): Promise<boolean> {
  // A run brings symbols that the store did not know before.
  await attempt(loadSymbols)
  const { bySymbol } = useSymbols.getState()
  const known = symbols.filter((name) => bySymbol.has(name))
  if (known.length === 0) {
    tell('warning', `The store has no bars of the symbols of ${plan} yet: run the plan, or import some.`)
    return false
  }
  useRun.setState({ run: { kind: 'plan', name: plan, symbols: known } })
  focusSymbol(symbol !== undefined && bySymbol.has(symbol) ? symbol : known[0])
  useReplay.setState({ range: undefined })
  showView('replay')
  await showSession(session, exchange)
  return useReplay.getState().status.state === 'open'
}
