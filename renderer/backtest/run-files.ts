import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { splitPath } from '../data/path.ts'
import { desktop, engine } from '../engine/link.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { startRun } from './backtests.ts'

/** Asks for a folder and writes what a run gave into it. */
export async function exportRun({ id, name }: KeptRun): Promise<void> {
  const chosen = await attempt(async () => desktop().call('dialog.exportFolder', undefined))
  const { path } = chosen ?? {}
  if (!path) return
  const written = await attempt(async () => engine().call('backtest.export', { run: id, folder: path }))
  if (!written) return
  const folder = written.files[0] === undefined ? path : splitPath(written.files[0]).folder
  tell('info', `${name} was exported to ${folder}: ${written.files.length} files.`)
}

/** Asks for the file of a run and runs it again. */
export async function chooseRunFile(): Promise<void> {
  const chosen = await attempt(async () => desktop().call('dialog.openRunFile', undefined))
  const { path } = chosen ?? {}
  if (path) await startRun({ runFile: path }, splitPath(path).name)
}
