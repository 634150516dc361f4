import type { CallInput } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { loadStrategies } from '../backtest/backtests.ts'
import { putForm } from '../backtest/form/form-state.ts'
import { strategyKey } from '../backtest/form/strategy-key.ts'
import { desktop, engine } from '../engine/link.ts'
import { changeDocument, useStrategies } from '../stores/strategies.ts'
import { attempt } from '../stores/toasts.ts'
import { openStrategy } from './open-strategy.ts'
import { keepUnsaved } from './unsaved.ts'

type NewStrategy = CallInput<EngineContract, 'strategies.create'>

/** Shows a strategy that has come and chooses it to be run, which is what it came for. */
async function begin(id: string): Promise<void> {
  putForm({ strategy: strategyKey({ kind: 'file', id }) })
  await Promise.all([loadStrategies(), openStrategy({ id })])
}

/** Makes a strategy and begins with it. Answers why that cannot be. */
export async function createStrategy(made: NewStrategy): Promise<string | undefined> {
  return refusalOf(async () => {
    const { id } = await engine().call('strategies.create', made)
    await begin(id)
  })
}

/** Gives the file of a strategy another name. Answers why that cannot be. */
export async function renameStrategy(id: string, name: string): Promise<string | undefined> {
  return refusalOf(async () => {
    const { id: renamed } = await engine().call('strategies.rename', { id, name })
    const { documents, open } = useStrategies.getState()
    const document = documents.get(id)
    if (document && renamed !== id) {
      changeDocument(id, () => undefined)
      useStrategies.setState((state) => ({
        documents: new Map([...state.documents, [renamed, { ...document, id: renamed }]]),
        ...(open === id && { open: renamed }),
      }))
      keepUnsaved(id, undefined)
    }
    await loadStrategies()
  })
}

/** Puts a strategy into the bin, or takes one that lies elsewhere off the list. */
export async function removeStrategy(id: string): Promise<void> {
  const removed = await attempt(async () => engine().call('strategies.remove', { id }))
  if (removed === undefined) return
  changeDocument(id, () => undefined)
  keepUnsaved(id, undefined)
  if (useStrategies.getState().open === id)
    useStrategies.setState({ open: undefined, panel: { kind: 'none' } })
  await loadStrategies()
}

/** Takes a strategy out of the bin and shows it. */
export async function bringBack(removed: string): Promise<void> {
  const back = await attempt(async () => engine().call('strategies.bringBack', { removed }))
  await loadRemoved()
  if (!back) return
  await Promise.all([loadStrategies(), openStrategy({ id: back.id })])
}

/** Asks for a file that lies anywhere, lists it and begins with it. */
export async function openFromDisk(): Promise<void> {
  const chosen = await attempt(async () => desktop().call('dialog.openStrategy', undefined))
  const { path } = chosen ?? {}
  if (path === undefined) return
  const opened = await attempt(async () => engine().call('strategies.open', { path }))
  if (opened) await begin(opened.id)
}

/** What is in the bin. */
export async function loadRemoved(): Promise<void> {
  const removed = await attempt(async () => engine().call('strategies.removed', undefined))
  if (removed) useStrategies.setState({ removed })
}

async function refusalOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return asFailure(error).message
  }
}
