import { leaveSettings, openOverlay, showView } from '../../stores/view.ts'
import { always, settingsShown, storeOpen } from './availability.ts'
import type { Command } from './command.ts'

/** Views, search and help. */
export const windowCommands: readonly Command[] = [
  {
    id: 'view-replay',
    title: 'Show the replay',
    group: 'Window',
    shortcut: 'Ctrl+1',
    available: storeOpen,
    run: () => showView('replay'),
  },
  {
    id: 'view-prefetch',
    title: 'Show the prefetch plans',
    group: 'Window',
    shortcut: 'Ctrl+4',
    available: storeOpen,
    run: () => showView('prefetch'),
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
    id: 'view-calendar',
    title: 'Show the calendar',
    group: 'Window',
    shortcut: 'Ctrl+3',
    available: storeOpen,
    run: () => showView('calendar'),
  },
  {
    id: 'view-backtest',
    title: 'Show the backtests',
    group: 'Window',
    shortcut: 'Ctrl+5',
    available: storeOpen,
    run: () => showView('backtest'),
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
