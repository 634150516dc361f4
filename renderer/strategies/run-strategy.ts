import type { BacktestRequest, RunFault } from '#shared/protocol/backtest-calls.ts'
import { useStrategies } from '../stores/strategies.ts'
import { saveOpen } from './edit-strategy.ts'

/** What runs a strategy: a file by its path, one of the program by its name. */
export type RunStrategy = (strategy: { readonly kind: 'built-in' | 'file'; readonly id: string }) => void

type StrategyOfRun = BacktestRequest['strategy']

const key = 'tapedeck.strategies.runs-on-save'

/** Saves what is shown, and runs it where that is wanted by a switch. */
export async function saveAndMaybeRun(run: RunStrategy | undefined): Promise<void> {
  if (!(await saveOpen())) return
  if (useStrategies.getState().runsOnSave) runOpen(run)
}

/** Saves what is shown and runs it. */
export async function saveAndRun(run: RunStrategy | undefined): Promise<void> {
  const { open, documents } = useStrategies.getState()
  const isBuiltIn = open !== undefined && documents.get(open)?.isBuiltIn
  if (isBuiltIn || (await saveOpen())) runOpen(run)
}

function runOpen(run: RunStrategy | undefined): void {
  const { open, documents } = useStrategies.getState()
  const document = open === undefined ? undefined : documents.get(open)
  if (!document) return
  forgetRunFault({ kind: 'file', file: document.id })
  run?.({ kind: document.isBuiltIn ? 'built-in' : 'file', id: document.id })
}

/** What the editor knows to be saved of a strategy's file. */
export function savedText(strategy: StrategyOfRun): string | undefined {
  return strategy.kind === 'file'
    ? useStrategies.getState().documents.get(strategy.file)?.base.text
    : undefined
}

/**
 * A run of a file failed: why is shown at its line while the text is the one that was run. Another may have been saved
 * since; where it is not known which was run, it is taken to be the saved one.
 */
export function noteRunFault(fault: RunFault, ran: string | undefined): void {
  const { file, line, column } = fault
  if (file === undefined) return
  const text = ran ?? savedText({ kind: 'file', file })
  if (text === undefined) return
  const message = withoutPlace(fault)
  useStrategies.setState(({ runFaults }) => ({
    runFaults: new Map(runFaults).set(file, { text, message, line, column }),
  }))
}

/** A strategy runs again, or came to the end of a run: what one before failed of is past. */
export function forgetRunFault(strategy: StrategyOfRun): void {
  if (strategy.kind !== 'file') return
  useStrategies.setState(({ runFaults }) => ({
    runFaults: new Map([...runFaults].filter(([id]) => id !== strategy.file)),
  }))
}

/** What a run failed of, without the file and the place in it, which are shown beside. */
export function withoutPlace({ message, file, line, column }: RunFault): string {
  const place = line === undefined ? `${file}: ` : `${file}:${line}:${column}: `
  return message.startsWith(place) ? message.slice(place.length) : message
}

/** Shows the line that a run failed at in the strategy that is shown. */
export function goToFault({ file, line, column = 1 }: RunFault): void {
  if (file !== undefined && line !== undefined) useStrategies.setState({ place: { id: file, line, column } })
}

export function setRunsOnSave(runsOnSave: boolean): void {
  useStrategies.setState({ runsOnSave })
  try {
    localStorage.setItem(key, String(runsOnSave))
  } catch {
    // A window without storage forgets it.
  }
}

export function readRunsOnSave(): void {
  useStrategies.setState({ runsOnSave: localStorage.getItem(key) === 'true' })
}
