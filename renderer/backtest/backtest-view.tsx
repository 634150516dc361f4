import { ChartLine, Database } from 'lucide-react'
import { useEffect } from 'react'
import { useBacktest } from '../stores/backtest.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useSymbols } from '../stores/symbols.ts'
import { showView } from '../stores/view.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { StrategyEditor } from '../strategies/strategy-editor.tsx'
import { SweepPanel } from '../sweep/sweep-panel.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { loadRuns, loadStrategies } from './backtests.ts'
import { CompareView } from './compare/compare-view.tsx'
import { beginForm, runStrategy } from './form/form-state.ts'
import { ResultsView } from './results/results-view.tsx'
import { SidePanel } from './side-panel.tsx'

/** Strategies run over stored bars: what is run, what came of it, and runs side by side. */
export function BacktestView() {
  const bars = useOpenStore((state) => state.store?.bars ?? 0)
  const hasForm = useBacktest((state) => state.form !== undefined)
  const symbols = useSymbols((state) => state.symbols)
  const lists = useWatchlists((state) => state.lists)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins once what it is made of is known
  useEffect(beginForm, [hasForm, symbols, lists])
  useEffect(() => {
    // Files of strategies may have changed, and runs may have come from another window.
    void loadStrategies()
    void loadRuns()
  }, [])
  if (bars === 0 && symbols.length === 0) return <NoBars />
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label="Backtest" className="flex min-w-0 flex-1 flex-col bg-canvas">
        <Middle />
      </section>
      <SidePanel />
    </div>
  )
}

function Middle() {
  const tab = useBacktest((state) => state.tab)
  if (tab === 'compare') return <CompareView />
  if (tab === 'sweep') return <SweepPanel />
  return tab === 'strategy' ? <StrategyEditor onRun={runStrategy} /> : <ResultsView />
}

function NoBars() {
  return (
    <EmptyState
      icon={ChartLine}
      title="There are no bars to test on"
      actions={
        <Button look="accent" onClick={() => showView('data')}>
          <Database className="size-4" aria-hidden="true" /> Import bars
        </Button>
      }
    >
      A backtest runs a strategy over bars of the store, and this one has none yet.
    </EmptyState>
  )
}
