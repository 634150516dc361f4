import { create } from 'zustand'
import type { RemovedStrategy, StrategyVersion } from '#shared/protocol/strategy-calls.ts'
import type { StrategyDocument } from '../strategies/documents.ts'

/** Something wrong with a text. */
export interface TextProblem {
  readonly severity: 'error' | 'warning'
  /** Both counted from 1; undefined of what is wrong with the text as a whole. */
  readonly place: { readonly line: number; readonly column: number } | undefined
  readonly message: string
}

/** Why a run of a text failed, or why it cannot be run; it holds for that text only. */
export interface StrategyFault {
  readonly text: string
  readonly message: string
  readonly line: number | undefined
  readonly column: number | undefined
}

/** Where the editor is to go: another object each time, also to the same place. */
export interface WantedPlace {
  readonly id: string
  readonly line: number
  readonly column: number
}

/** What lies beside the text. */
export type StrategyPanel =
  | { readonly kind: 'none' }
  /** The page that leads from an empty file to a first result. */
  | { readonly kind: 'guide' }
  | {
      readonly kind: 'versions'
      readonly versions: readonly StrategyVersion[] | undefined
      /** The version that the text is compared with. */
      readonly compared: { readonly version: string; readonly text: string } | undefined
    }

interface Strategies {
  /** The one that is shown. */
  readonly open: string | undefined
  readonly openFailure: string | undefined
  readonly documents: ReadonlyMap<string, StrategyDocument>
  readonly place: WantedPlace | undefined
  /** By id: what the last run of it failed of. */
  readonly runFaults: ReadonlyMap<string, StrategyFault>
  /** What is wrong with the text that is shown, in the order of its lines. */
  readonly problems: readonly TextProblem[]
  readonly panel: StrategyPanel
  readonly removed: readonly RemovedStrategy[]
  readonly runsOnSave: boolean
}

export const useStrategies = create<Strategies>(() => ({
  open: undefined,
  openFailure: undefined,
  documents: new Map(),
  place: undefined,
  runFaults: new Map(),
  problems: [],
  panel: { kind: 'none' },
  removed: [],
  runsOnSave: false,
}))

/** The document that is shown, once it was read. */
export function openDocument({ open, documents }: Strategies): StrategyDocument | undefined {
  return open === undefined ? undefined : documents.get(open)
}

/** Changes a document that is open; nothing happens to another. */
export function changeDocument(
  id: string,
  change: (document: StrategyDocument) => StrategyDocument | undefined,
): void {
  const { documents } = useStrategies.getState()
  const document = documents.get(id)
  if (!document) return
  const next = change(document)
  if (next === document) return
  const others = new Map(documents)
  if (next) others.set(id, next)
  else others.delete(id)
  useStrategies.setState({ documents: others })
}
