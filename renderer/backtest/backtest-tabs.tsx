import { type BacktestTab, useBacktest } from '../stores/backtest.ts'
import { Segmented } from '../ui/segmented.tsx'
import { showComparison } from './shown-run.ts'

/** Whether results are shown, runs side by side, or strategies. */
export function BacktestTabs() {
  const tab = useBacktest((state) => state.tab)
  const compared = useBacktest((state) => state.compared.length)
  const choose = (next: BacktestTab): void => {
    if (next === 'compare') void showComparison()
    else useBacktest.setState({ tab: next })
  }
  return (
    <Segmented
      label="Backtest shows"
      value={tab}
      onChange={choose}
      options={[
        { value: 'results', label: 'Results' },
        ...(compared > 1 ? [{ value: 'compare' as const, label: `Compare ${compared}` }] : []),
        { value: 'sweep', label: 'Sweep' },
        { value: 'strategy', label: 'Strategy' },
      ]}
    />
  )
}
