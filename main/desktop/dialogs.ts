import { join } from 'node:path'
import { type BrowserWindow, dialog, type FileFilter } from 'electron'

/** What a person chose; nothing when the dialog was dismissed. */
export interface Chosen {
  path?: string
}

/** The native dialogs of the window. */
export interface Dialogs {
  importFolder(): Promise<Chosen>
  importFile(): Promise<Chosen>
  sourceFolder(): Promise<Chosen>
  exportFolder(): Promise<Chosen>
  openRunFile(): Promise<Chosen>
  openStore(): Promise<Chosen>
  newStore(suggestedName: string): Promise<Chosen>
  openSessionFile(): Promise<Chosen>
  saveSessionFile(suggestedName: string): Promise<Chosen>
  openStrategy(): Promise<Chosen>
}

const stores: FileFilter[] = [{ name: 'Tapedeck stores', extensions: ['tapedeck'] }]
const runFiles: FileFilter[] = [{ name: 'Runs of backtests', extensions: ['json'] }]
const everything: FileFilter = { name: 'All files', extensions: ['*'] }
const sessionFiles: FileFilter[] = [{ name: 'Session files', extensions: ['json'] }]
const strategies: FileFilter[] = [{ name: 'Strategies', extensions: ['ts', 'js', 'mts', 'mjs'] }, everything]
const barFiles: FileFilter[] = [
  { name: 'Bars', extensions: ['csv', 'txt', 'zip', 'gz', 'parquet', 'json'] },
  everything,
]

/** Dialogs on top of the window; new stores and session files are offered in the absolute folder `documents`. */
export function nativeDialogs(window: BrowserWindow, documents: string): Dialogs {
  async function open(
    title: string,
    kind: 'openFile' | 'openDirectory',
    filters: FileFilter[],
    canMake = false,
  ): Promise<Chosen> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: canMake ? [kind, 'createDirectory'] : [kind],
      filters,
    })
    return chosen(canceled ? undefined : filePaths[0])
  }
  async function save(title: string, suggestedName: string, filters: FileFilter[]): Promise<Chosen> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      defaultPath: join(documents, suggestedName),
      filters,
    })
    return chosen(canceled ? undefined : filePath)
  }
  return {
    importFolder: () => open('Import a folder of bars', 'openDirectory', []),
    importFile: () => open('Import a file of bars', 'openFile', barFiles),
    sourceFolder: () => open('Folder of a source', 'openDirectory', []),
    exportFolder: () => open('Export a backtest to a folder', 'openDirectory', [], true),
    openRunFile: () => open('Open the file of a run', 'openFile', [...runFiles, everything]),
    openStore: () => open('Open store', 'openFile', [...stores, everything]),
    newStore: (suggestedName) => save('New store', suggestedName, stores),
    openSessionFile: () => open('Open session file', 'openFile', [...sessionFiles, everything]),
    openStrategy: () => open('Open strategy', 'openFile', strategies),
    saveSessionFile: (suggestedName) => save('Save as session file', suggestedName, sessionFiles),
  }
}

function chosen(path: string | undefined): Chosen {
  return path ? { path } : {}
}
