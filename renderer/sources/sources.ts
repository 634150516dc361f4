import { create } from 'zustand'
import { asFailure } from '#shared/protocol/failure.ts'
import type { EnteredKeys } from '#shared/protocol/keys-contract.ts'
import {
  type ListedSource,
  refusedField,
  type SourceField,
  type SourceForm,
  type SourcesState,
} from '#shared/protocol/source-calls.ts'
import { desktop, engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import type { Refusal } from '../ui/dialog-form.tsx'
import { moved } from '../watchlist/reorder.ts'

interface Sources {
  /** As the engine listed them last; undefined before, and while no store is open. */
  readonly state: SourcesState | undefined
  /** Sources whose test is under way. */
  readonly testing: ReadonlySet<string>
  /** Why keys are not kept when the program ends; undefined where they are. */
  readonly keysProblem: string | undefined
}

export const useSources = create<Sources>(() => ({
  state: undefined,
  testing: new Set(),
  keysProblem: undefined,
}))

let lastLoad = 0

/** Reads the list from the engine; there is none without a store. The last one asked for wins. */
export async function loadSources(): Promise<void> {
  const load = ++lastLoad
  try {
    const [state, { problem }] = await Promise.all([
      engine().call('sources.list', undefined),
      desktop().call('keys.keeping', undefined),
    ])
    if (load === lastLoad) useSources.setState({ state, keysProblem: problem })
  } catch {
    if (load === lastLoad) useSources.setState({ state: undefined })
  }
}

/**
 * Adds a source, or describes `changed` anew, whose keys for another server are forgotten then. Returns why not,
 * where it was refused.
 */
export async function saveSource(
  name: string,
  form: SourceForm,
  changed: ListedSource | undefined,
): Promise<Refusal<SourceField> | undefined> {
  try {
    await engine().call(changed ? 'sources.change' : 'sources.add', { name, ...form })
    await loadSources()
    const server = useSources.getState().state?.sources.find((source) => source.name === name)?.server
    if (changed && server !== changed.server) await forgetKeys(changed)
    return undefined
  } catch (error) {
    const { message, detail } = asFailure(error)
    return { field: refusedField.safeParse(detail).data?.field, message }
  }
}

export async function removeSource(source: ListedSource): Promise<void> {
  const removed = await attempt(async () => engine().call('sources.remove', { name: source.name }))
  if (removed !== undefined) await forgetKeys(source)
  await loadSources()
}

/** Moves a source to another place: shown at once, stored, and undone when it cannot be stored. */
export async function moveSource(from: number, to: number): Promise<void> {
  const { state } = useSources.getState()
  if (!state) return
  const sources = [...moved(state.sources, from, to)]
  useSources.setState({ state: { ...state, sources } })
  const names = sources.map(({ name }) => name)
  await attempt(async () => engine().call('sources.order', { names }))
  await loadSources()
}

/** Tests a source, or ends the test that is under way. */
export async function testSource(name: string): Promise<void> {
  if (useSources.getState().testing.has(name)) {
    await attempt(async () => engine().call('sources.stopTest', { name }))
    return
  }
  useSources.setState(({ testing }) => ({ testing: new Set([...testing, name]) }))
  await attempt(async () => engine().call('sources.test', { name }))
  useSources.setState(({ testing }) => ({ testing: new Set([...testing].filter((other) => other !== name)) }))
  await loadSources()
}

/** Hands keys to the desktop, which never gives them back to the window. Returns why not, where that failed. */
export async function setKeys(
  source: string,
  server: string,
  keys: EnteredKeys,
): Promise<string | undefined> {
  try {
    await desktop().call('keys.set', { place: { source, server }, keys })
    await loadSources()
    return undefined
  } catch (error) {
    return asFailure(error).message
  }
}

/** Forgets the keys of a source that were entered for its server. */
export async function forgetKeys({ name, server }: ListedSource): Promise<void> {
  if (server === undefined) return
  await attempt(async () => desktop().call('keys.forget', { source: name, server }))
  await loadSources()
}
