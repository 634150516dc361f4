import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { changeDocument, useStrategies } from '../stores/strategies.ts'
import { attempt } from '../stores/toasts.ts'
import { withFound, withoutFile } from './documents.ts'

let latest = 0

/** Asks what strategies there are. */
export async function loadStrategies(): Promise<void> {
  const asked = ++latest
  try {
    const list = await engine().call('strategies.list', undefined)
    if (asked === latest) useStrategies.setState({ list, listFailure: undefined })
  } catch (error) {
    const { code, message } = asFailure(error)
    if (asked === latest && code !== 'engine-gone') useStrategies.setState({ listFailure: message })
  }
}

/** Files came, went or have another text, and so may those that are open. Nothing is asked that nobody looks at. */
export async function takeStrategyChange({ ids }: { readonly ids: readonly string[] }): Promise<void> {
  const { list, documents } = useStrategies.getState()
  if (list) await loadStrategies()
  for (const id of ids) if (documents.has(id)) await lookAtFile(id)
}

/** Looks at the files of all open documents: the engine is another one, which told nothing of what happened between. */
export async function lookAtOpenFiles(): Promise<void> {
  const { list, documents } = useStrategies.getState()
  if (list) await loadStrategies()
  for (const { id, isBuiltIn } of documents.values()) if (!isBuiltIn) await lookAtFile(id)
}

async function lookAtFile(id: string): Promise<void> {
  try {
    const found = await engine().call('strategies.read', { id })
    changeDocument(id, (document) => withFound(document, found))
  } catch (error) {
    if (asFailure(error).code === 'usage') changeDocument(id, withoutFile)
  }
}

/** What is in the bin. */
export async function loadRemoved(): Promise<void> {
  const removed = await attempt(async () => engine().call('strategies.removed', undefined))
  if (removed) useStrategies.setState({ removed })
}
