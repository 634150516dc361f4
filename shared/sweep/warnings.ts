import type { CellResult } from './cell-result.ts'
import { leastSupport } from './lone-best.ts'
import { smallSampleWarning } from './small-sample.ts'
import type { SweepFrame, SweepSummary } from './summary.ts'

/** What is to be said beside the best cells of a sweep, in whole sentences. */
export function sweepWarnings(
  frame: SweepFrame,
  results: readonly (CellResult | undefined)[],
  { best, trials }: SweepSummary,
): readonly string[] {
  const lone = best.filter(({ standsAlone }) => standsAlone)
  const [only] = lone
  const small = smallSampleWarning(frame, results)
  const lines: string[] = small === undefined ? [] : [small]
  if (frame.windows.length === 1 && only)
    lines.push(
      `The best cell stands alone: its neighbours keep ${keptText(only.support)} of its lead over the usual cell, and ${100 * leastSupport} % at least would bear it out.`,
    )
  if (frame.windows.length > 1 && lone.length > 0)
    lines.push(`In ${lone.length} of ${frame.windows.length} windows the best cell stands alone.`)
  lines.push(triedText(frame, trials))
  if (trials.failed > 0) lines.push(`${countText(trials.failed, 'cell', 'cells')} failed.`)
  return lines
}

function keptText(support: number | undefined): string {
  return support === undefined || support <= 0 ? 'nothing' : `${Math.floor(100 * support)} %`
}

function triedText({ windows }: SweepFrame, trials: SweepSummary['trials']): string {
  const luck = windows.length > 1 ? 'In the first window the best' : 'The best'
  const tried = `${countText(trials.cells, 'cell was', 'cells were')} tried.`
  if (trials.luckySharpe === undefined || trials.deflatedSharpe === undefined) return tried
  const lucky = trials.luckySharpe.toFixed(2)
  const percent = Math.floor(100 * trials.deflatedSharpe)
  return `${tried} ${luck} of as many worthless ones would have a Sharpe ratio of ${lucky}; that the best is more than luck has a probability of ${percent} % (deflated Sharpe ratio).`
}

function countText(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
