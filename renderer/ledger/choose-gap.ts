import { goToMinutes } from '../replay/shown-chart.ts'
import { type ChosenRun, useLedger } from '../stores/ledger.ts'

/** Chooses minutes: the chart goes there, and chart, timeline and ledger show them as chosen. */
export function chooseRun(run: ChosenRun): void {
  const { chosen } = useLedger.getState()
  if (chosen?.start !== run.start || chosen.end !== run.end) useLedger.setState({ chosen: run })
  goToMinutes({ open: run.start, close: run.end })
}
