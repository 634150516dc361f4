import { showNeighbourSymbol } from '../../replay/show-symbol.ts'
import { moveFocusedSymbol, takeFocusedSymbolOff } from '../../watchlist/move-symbol.ts'
import { listEditable, sessionShown } from './availability.ts'
import type { Command } from './command.ts'

/** What is about the watchlist. */
export const watchlistCommands: readonly Command[] = [
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
]
