import { create } from 'zustand'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { ImportOptions, ImportPreview, ImportReport } from '#shared/protocol/import-calls.ts'
import { desktop, engine } from '../engine/link.ts'
import { reopenReplay, showFirstSession } from '../replay/session.ts'
import { useReplay } from '../stores/replay.ts'
import { loadSymbols, useSymbols } from '../stores/symbols.ts'
import { attempt, tell } from '../stores/toasts.ts'

type Progress = EventPayload<EngineContract, 'import.progress'>

/** Where an import stands, from the choice of a folder to its report. */
export type ImportState =
  | { readonly step: 'none' }
  | {
      readonly step: 'chosen'
      readonly options: ImportOptions
      readonly preview: ImportPreview | undefined
      readonly problem: string | undefined
    }
  | {
      readonly step: 'running'
      readonly options: ImportOptions
      readonly job: number | undefined
      readonly progress: Progress | undefined
      readonly cancelling: boolean
      /** Symbols that the preview found, and those that the store had before. */
      readonly found: ReadonlySet<string>
      readonly before: ReadonlySet<string>
    }
  | {
      readonly step: 'done'
      readonly options: ImportOptions
      readonly report: ImportReport
      /** The symbols that the store has bars of because of it. */
      readonly symbols: readonly string[]
    }
  | { readonly step: 'failed'; readonly options: ImportOptions; readonly message: string }

export const useImports = create<{ readonly state: ImportState }>(() => ({ state: { step: 'none' } }))

function show(state: ImportState): void {
  useImports.setState({ state })
}

export async function chooseImport(what: 'folder' | 'file'): Promise<void> {
  const call = what === 'folder' ? 'dialog.importFolder' : 'dialog.importFile'
  const chosen = await attempt(async () => desktop().call(call, undefined))
  if (chosen?.path) await previewImport({ path: chosen.path, format: 'auto', strict: false })
}

/** Asks what the engine makes of the files under these options. The last asked preview wins. */
export async function previewImport(options: ImportOptions): Promise<void> {
  show({ step: 'chosen', options, preview: undefined, problem: undefined })
  const isAsked = (): boolean => {
    const { state } = useImports.getState()
    return state.step === 'chosen' && state.options === options
  }
  try {
    const preview = await engine().call('import.preview', options)
    if (isAsked()) show({ step: 'chosen', options, preview, problem: undefined })
  } catch (error) {
    if (isAsked()) show({ step: 'chosen', options, preview: undefined, problem: asFailure(error).message })
  }
}

export async function startImport(options: ImportOptions, preview: ImportPreview): Promise<void> {
  const found = new Set(preview.symbols)
  const before = new Set(useSymbols.getState().bySymbol.keys())
  show({ step: 'running', options, job: undefined, progress: undefined, cancelling: false, found, before })
  try {
    const { job } = await engine().call('import.start', options)
    const { state } = useImports.getState()
    if (state.step === 'running') show({ ...state, job })
  } catch (error) {
    show({ step: 'failed', options, message: asFailure(error).message })
  }
}

export async function cancelImport(): Promise<void> {
  const { state } = useImports.getState()
  if (state.step !== 'running' || state.job === undefined) return
  const { job } = state
  show({ ...state, cancelling: true })
  await attempt(async () => engine().call('import.cancel', { job }))
}

export function showImportProgress(progress: Progress): void {
  const { state } = useImports.getState()
  if (state.step === 'running') show({ ...state, job: progress.job, progress })
}

/** Shows the report and takes the new bars into the replay. */
export async function importDone(report: ImportReport): Promise<void> {
  const { state } = useImports.getState()
  if (report.bars > 0) await attempt(loadSymbols)
  if (state.step === 'running') {
    const symbols = useSymbols
      .getState()
      .symbols.map(({ symbol }) => symbol)
      .filter((symbol) => state.found.has(symbol) || !state.before.has(symbol))
    show({ step: 'done', options: state.options, report, symbols: report.bars > 0 ? symbols : [] })
  }
  if (report.bars === 0) return
  if (useReplay.getState().session) await reopenReplay()
  else await attempt(showFirstSession)
}

export function importFailed(code: string, message: string): void {
  const { state } = useImports.getState()
  if (state.step !== 'running') return
  if (code === 'cancelled') {
    tell('info', 'The import was cancelled. Files that were finished stay in the store.')
    void previewImport(state.options)
    return
  }
  show({ step: 'failed', options: state.options, message })
}

/** An import that ran in an engine that ended is gone; its finished files are stored. */
export function forgetImport(): void {
  const { state } = useImports.getState()
  if (state.step !== 'running') return
  const message =
    'The engine stopped during the import. Files that were finished are stored; start the import again for the rest.'
  show({ step: 'failed', options: state.options, message })
}

export function endImport(): void {
  show({ step: 'none' })
}
