import type { MarkClass } from '#shared/gaps/gap-class.ts'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import type { ChosenRun } from '../stores/ledger.ts'
import { attempt } from '../stores/toasts.ts'

/** Says by hand what missing minutes of the focused symbol are. Whether it was taken; a refusal is told. */
export async function markRun(run: ChosenRun, gapClass: MarkClass, reason: string): Promise<boolean> {
  const { symbol } = useChart.getState()
  if (!symbol) return false
  const params = { symbol, start: run.start, end: run.end, class: gapClass, reason }
  return (await attempt(() => engine().call('ledger.mark', params))) === null
}

/** Takes back what was said of them. */
export async function unmarkRun({ start, end }: ChosenRun): Promise<boolean> {
  const { symbol } = useChart.getState()
  if (!symbol) return false
  return (await attempt(() => engine().call('ledger.unmark', { symbol, start, end }))) === null
}
