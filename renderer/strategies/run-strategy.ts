import type { RunFault } from '#shared/protocol/backtest-calls.ts'
import { useStrategies } from '../stores/strategies.ts'
import { saveOpen } from './edit-strategy.ts'

/** What runs a strategy: a file by its path, one of the program by its name. */
export type RunStrategy = (strategy: { readonly kind: 'built-in' | 'file'; readonly id: string }) => void

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
  noteRunFault(document.id, undefined)
  run?.({ kind: document.isBuiltIn ? 'built-in' : 'file', id: document.id })
}

/** A run of a file ended: what it failed of is shown at its line until the text is another. */
export function noteRunFault(id: string | undefined, fault: RunFault | undefined): void {
  if (id === undefined) return
  useStrategies.setState(({ runFaults, documents }) => {
    const others = new Map(runFaults)
    others.delete(id)
    const text = documents.get(id)?.base.text
    if (!fault || text === undefined) return { runFaults: others }
    const { line, column } = fault
    const message = withoutPlace(fault)
    return { runFaults: others.set(id, { text, message, line, column }) }
  })
}

/** What a run failed of, without the place that it is shown at. */
export function withoutPlace({ message, file, line, column }: RunFault): string {
  const place = `${file}:${line}:${column}: `
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
