import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { useBacktest } from '../stores/backtest.ts'
import { useStrategies } from '../stores/strategies.ts'
import { showView } from '../stores/view.ts'
import { openedDocument } from './documents.ts'
import { unsavedText } from './unsaved.ts'

/** Shows a strategy in the editor, at a line and column counted from 1. */
export async function openStrategy({
  id,
  line,
  column = 1,
}: {
  readonly id: string
  readonly line?: number | undefined
  readonly column?: number | undefined
}): Promise<void> {
  useBacktest.setState({ tab: 'strategy' })
  showView('backtest')
  useStrategies.setState(({ open, panel }) => ({
    open: id,
    openFailure: undefined,
    ...(line !== undefined && { place: { id, line, column } }),
    ...(open !== id && { problems: [], panel: panel.kind === 'guide' ? panel : { kind: 'none' } }),
  }))
  if (useStrategies.getState().documents.has(id)) return
  await readDocument(id)
}

async function readDocument(id: string): Promise<void> {
  try {
    const read = await engine().call('strategies.read', { id })
    const isBuiltIn = !/[/\\]/.test(id)
    useStrategies.setState(({ documents }) => ({
      documents: documents.has(id)
        ? documents
        : new Map([...documents, [id, openedDocument(id, isBuiltIn, read, unsavedText(id))]]),
    }))
  } catch (error) {
    if (useStrategies.getState().open === id)
      useStrategies.setState({ openFailure: asFailure(error).message })
  }
}

/** Reads the shown strategy where it could not be read before, e.g. since the engine was not there. */
export async function readOpenAgain(): Promise<void> {
  const { open, documents } = useStrategies.getState()
  if (open === undefined || documents.has(open)) return
  useStrategies.setState({ openFailure: undefined })
  await readDocument(open)
}
