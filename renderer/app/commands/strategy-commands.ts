import { runStrategy } from '../../backtest/form/form-state.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { showView } from '../../stores/view.ts'
import { saveAndMaybeRun } from '../../strategies/run-strategy.ts'
import { openFromDisk } from '../../strategies/strategy-files.ts'
import { storeOpen, strategyShown } from './availability.ts'
import type { Command } from './command.ts'

/** What is about strategies and their files. */
export const strategyCommands: readonly Command[] = [
  {
    id: 'save-strategy',
    title: 'Save the strategy that is shown',
    group: 'Backtest',
    shortcut: 'Ctrl+S',
    available: strategyShown,
    run: () => saveAndMaybeRun(runStrategy),
  },
  {
    id: 'show-strategies',
    title: 'Show the strategies',
    group: 'Backtest',
    available: storeOpen,
    run: () => {
      useBacktest.setState({ tab: 'strategy' })
      showView('backtest')
    },
  },
  {
    id: 'open-strategy',
    title: 'Open a file of a strategy …',
    group: 'Backtest',
    available: storeOpen,
    run: openFromDisk,
  },
]
