import { cancelRun } from '../../backtest/backtests.ts'
import { runForm, runStrategy } from '../../backtest/form/form-state.ts'
import { chooseRunFile, exportRun } from '../../backtest/run-files.ts'
import { showComparison, shownRunOf } from '../../backtest/shown-run.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { showView } from '../../stores/view.ts'
import { saveAndRun } from '../../strategies/run-strategy.ts'
import { backtestShown, storeOpen, strategyShown } from './availability.ts'
import type { Command } from './command.ts'

/** What is about backtests. */
export const backtestCommands: readonly Command[] = [
  {
    id: 'run-backtest',
    title: 'Run the backtest',
    group: 'Backtest',
    shortcut: 'Ctrl+Enter',
    available: () => backtestShown() && useBacktest.getState().form !== undefined,
    run: () => (strategyShown() ? saveAndRun(runStrategy) : runForm()),
  },
  {
    id: 'cancel-backtest',
    title: 'Cancel the backtest that runs',
    group: 'Backtest',
    available: () => useBacktest.getState().jobs.length > 0,
    run: () => Promise.all(useBacktest.getState().jobs.map(({ run }) => cancelRun(run))),
  },
  {
    id: 'compare-backtests',
    title: 'Compare the backtests that are ticked',
    group: 'Backtest',
    available: () => backtestShown() && useBacktest.getState().compared.length > 1,
    run: showComparison,
  },
  {
    id: 'export-backtest',
    title: 'Export the backtest that is shown …',
    group: 'Backtest',
    available: () => backtestShown() && shownRunOf(useBacktest.getState().shown) !== undefined,
    run: () => {
      const run = shownRunOf(useBacktest.getState().shown)
      return run && exportRun(run)
    },
  },
  {
    id: 'open-run-file',
    title: 'Open the file of a run …',
    group: 'Backtest',
    available: storeOpen,
    run: () => {
      showView('backtest')
      return chooseRunFile()
    },
  },
]
