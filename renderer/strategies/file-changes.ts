import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { changeDocument, useStrategies } from '../stores/strategies.ts'
import { withFound, withoutFile } from './documents.ts'

/** Files came, went or have another text, and so may those that are open. */
export async function takeStrategyChange({ ids }: { readonly ids: readonly string[] }): Promise<void> {
  const { documents } = useStrategies.getState()
  for (const id of ids) if (documents.has(id)) await lookAtFile(id)
}

/** Looks at the files of all open documents: the engine is another one, which told nothing of what happened between. */
export async function lookAtOpenFiles(): Promise<void> {
  const { documents } = useStrategies.getState()
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
