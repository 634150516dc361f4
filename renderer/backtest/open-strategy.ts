import { useBacktest } from '../stores/backtest.ts'
import { showView } from '../stores/view.ts'

/** Shows a strategy where it can be read and edited, at a line of it counted from 1. */
export function openStrategy(strategy: string, line?: number): void {
  useBacktest.setState({ tab: 'strategy', edited: { strategy, line } })
  showView('backtest')
}
