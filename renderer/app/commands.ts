import { chooseImport } from '../data/imports.ts'
import { chooseStore, makeDemoStore, makeStore } from '../data/stores.ts'
import { showHours, showNeighbourSession, showNeighbourSymbol } from '../replay/session.ts'
import { fitSession } from '../replay/shown-chart.ts'
import {
  changeSpeed,
  seekEnd,
  seekStart,
  stepChartBar,
  stepMinutes,
  togglePlaying,
} from '../replay/transport-actions.ts'
import { verifySession } from '../replay/verify.ts'
import { chooseInterval, intervals } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReplay } from '../stores/replay.ts'
import { leaveSettings, openOverlay, showView, useView } from '../stores/view.ts'
import { activeList } from '../stores/watchlists.ts'
import { moveFocusedSymbol, takeFocusedSymbolOff } from '../watchlist/move-symbol.ts'

/** Something the user can ask for by key or by name. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'Replay' | 'Session' | 'Chart' | 'Watchlist' | 'Data' | 'Window'
  readonly shortcut?: string
  /** Held down, the key may repeat it. */
  readonly repeats?: boolean
  /** Whether there is anything to do it with now. */
  readonly available: () => boolean
  readonly run: () => unknown
}

function always(): boolean {
  return true
}

function replayOpen(): boolean {
  return useReplay.getState().status.state === 'open' && useView.getState().view === 'replay'
}

function sessionShown(): boolean {
  return useReplay.getState().session !== undefined && useView.getState().view === 'replay'
}

function settingsShown(): boolean {
  return useView.getState().view === 'settings'
}

function storeOpen(): boolean {
  return useOpenStore.getState().store !== undefined
}

function storeWritable(): boolean {
  return useOpenStore.getState().store?.access === 'owner'
}

function listEditable(): boolean {
  return sessionShown() && storeWritable() && activeList() !== undefined
}

const intervalCommands: readonly Command[] = intervals.map((interval, index) => ({
  id: `interval-${interval}`,
  title: `Show ${interval} bars`,
  group: 'Chart',
  shortcut: String(index + 1),
  available: sessionShown,
  run: () => chooseInterval(interval),
}))

/** Everything there is to ask for: the palette, the keyboard and the shortcut sheet read the same list. */
export const commands: readonly Command[] = [
  {
    id: 'play',
    title: 'Play or pause',
    group: 'Replay',
    shortcut: 'Space',
    available: replayOpen,
    run: togglePlaying,
  },
  {
    id: 'forward',
    title: 'Step one minute forward',
    group: 'Replay',
    shortcut: '→',
    repeats: true,
    available: replayOpen,
    run: () => stepMinutes(1),
  },
  {
    id: 'back',
    title: 'Step one minute back',
    group: 'Replay',
    shortcut: '←',
    repeats: true,
    available: replayOpen,
    run: () => stepMinutes(-1),
  },
  {
    id: 'forward-bar',
    title: 'Step one chart bar forward',
    group: 'Replay',
    shortcut: 'Shift+→',
    repeats: true,
    available: replayOpen,
    run: () => stepChartBar(1),
  },
  {
    id: 'back-bar',
    title: 'Step one chart bar back',
    group: 'Replay',
    shortcut: 'Shift+←',
    repeats: true,
    available: replayOpen,
    run: () => stepChartBar(-1),
  },
  {
    id: 'start',
    title: 'Go to the start of the session',
    group: 'Replay',
    shortcut: 'Home',
    available: replayOpen,
    run: seekStart,
  },
  {
    id: 'end',
    title: 'Go to the end of the session',
    group: 'Replay',
    shortcut: 'End',
    available: replayOpen,
    run: seekEnd,
  },
  {
    id: 'faster',
    title: 'Play faster',
    group: 'Replay',
    shortcut: '+',
    available: replayOpen,
    run: () => changeSpeed(1),
  },
  {
    id: 'slower',
    title: 'Play slower',
    group: 'Replay',
    shortcut: '−',
    available: replayOpen,
    run: () => changeSpeed(-1),
  },
  {
    id: 'go-to-time',
    title: 'Go to time …',
    group: 'Replay',
    shortcut: 'G',
    available: replayOpen,
    run: () => openOverlay('palette', '@'),
  },
  {
    id: 'next-session',
    title: 'Next session',
    group: 'Session',
    shortcut: ']',
    available: sessionShown,
    run: () => showNeighbourSession(1),
  },
  {
    id: 'previous-session',
    title: 'Previous session',
    group: 'Session',
    shortcut: '[',
    available: sessionShown,
    run: () => showNeighbourSession(-1),
  },
  {
    id: 'hours',
    title: 'Show or hide extended hours',
    group: 'Session',
    shortcut: 'E',
    available: sessionShown,
    run: () => showHours(useReplay.getState().hours === 'all' ? 'regular' : 'all'),
  },
  {
    id: 'verify',
    title: 'Verify the session',
    group: 'Session',
    shortcut: 'V',
    available: replayOpen,
    run: verifySession,
  },
  ...intervalCommands,
  {
    id: 'fit-session',
    title: 'Fit the session to the chart',
    group: 'Chart',
    shortcut: 'F',
    available: replayOpen,
    run: fitSession,
  },
  {
    id: 'symbol-above',
    title: 'Symbol above',
    group: 'Watchlist',
    shortcut: '↑',
    repeats: true,
    available: sessionShown,
    run: () => showNeighbourSymbol(-1),
  },
  {
    id: 'symbol-below',
    title: 'Symbol below',
    group: 'Watchlist',
    shortcut: '↓',
    repeats: true,
    available: sessionShown,
    run: () => showNeighbourSymbol(1),
  },
  {
    id: 'move-up',
    title: 'Move symbol up',
    group: 'Watchlist',
    shortcut: 'Alt+↑',
    repeats: true,
    available: listEditable,
    run: () => moveFocusedSymbol(-1),
  },
  {
    id: 'move-down',
    title: 'Move symbol down',
    group: 'Watchlist',
    shortcut: 'Alt+↓',
    repeats: true,
    available: listEditable,
    run: () => moveFocusedSymbol(1),
  },
  {
    id: 'take-off',
    title: 'Take symbol off the list',
    group: 'Watchlist',
    shortcut: 'Delete',
    available: listEditable,
    run: takeFocusedSymbolOff,
  },
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
    id: 'view-replay',
    title: 'Show the replay',
    group: 'Window',
    shortcut: 'Ctrl+1',
    available: storeOpen,
    run: () => showView('replay'),
  },
  {
    id: 'view-data',
    title: 'Show the data',
    group: 'Window',
    shortcut: 'Ctrl+2',
    available: storeOpen,
    run: () => showView('data'),
  },
  {
    id: 'view-settings',
    title: 'Show the settings',
    group: 'Window',
    shortcut: 'Ctrl+,',
    available: always,
    run: () => showView('settings'),
  },
  {
    id: 'leave-settings',
    title: 'Leave the settings',
    group: 'Window',
    shortcut: 'Esc',
    available: settingsShown,
    run: leaveSettings,
  },
  {
    id: 'palette',
    title: 'Search and commands',
    group: 'Window',
    shortcut: 'Ctrl+K',
    available: always,
    run: () => openOverlay('palette'),
  },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Window',
    shortcut: '?',
    available: always,
    run: () => openOverlay('shortcuts'),
  },
  {
    id: 'about',
    title: 'About Tapedeck and its licences',
    group: 'Window',
    available: always,
    run: () => openOverlay('about'),
  },
]

/** The shortcut of a command, for tips. */
export function shortcutOf(id: string): string | undefined {
  return commands.find((command) => command.id === id)?.shortcut
}
