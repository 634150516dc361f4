import { chooseImport } from '../../data/imports.ts'
import { chooseStore, makeDemoStore, makeStore } from '../../data/stores.ts'
import { whenOpen } from '../../replay/when-open.ts'
import { chooseSessionFile } from '../../session-file/open-session-file.ts'
import { saveSessionFile } from '../../session-file/save-session-file.ts'
import { showView } from '../../stores/view.ts'
import { always, replayWanted, storeWritable } from './availability.ts'
import type { Command } from './command.ts'

/** What is about stores and imports. */
export const dataCommands: readonly Command[] = [
  {
    id: 'import-folder',
    title: 'Import a folder of bars …',
    group: 'Data',
    available: storeWritable,
    run: () => {
      showView('data')
      return chooseImport('folder')
    },
  },
  {
    id: 'import-file',
    title: 'Import a file of bars …',
    group: 'Data',
    available: storeWritable,
    run: () => {
      showView('data')
      return chooseImport('file')
    },
  },
  {
    id: 'open-store',
    title: 'Open a store …',
    group: 'Data',
    shortcut: 'Ctrl+O',
    available: always,
    run: chooseStore,
  },
  { id: 'new-store', title: 'New store …', group: 'Data', available: always, run: makeStore },
  {
    id: 'demo-store',
    title: 'New demo store of synthetic sessions …',
    group: 'Data',
    available: always,
    run: makeDemoStore,
  },
  {
    id: 'open-session-file',
    title: 'Open a session file …',
    group: 'Data',
    shortcut: 'Ctrl+Shift+O',
    available: always,
    run: chooseSessionFile,
  },
  {
    id: 'save-session-file',
    title: 'Save as session file …',
    group: 'Data',
    shortcut: 'Ctrl+S',
    available: replayWanted,
    run: () => whenOpen(saveSessionFile, 'file'),
  },
]
