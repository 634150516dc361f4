import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { cellCount, completeAxes, type ParamAxis, valuesOf } from '#shared/sweep/param-axes.ts'
import type { SweepRequest } from '#shared/sweep/sweep-file.ts'
import type { SweepSplit } from '#shared/sweep/windows.ts'
import type { SweepText } from '../stores/sweep.ts'

/** What a sweep asks for, or undefined where something is wrong; and what is wrong, by the field. */
export interface CheckedSweep {
  readonly request: SweepRequest | undefined
  readonly problems: Readonly<Record<string, string>>
  /** How many cells the values make; undefined while one of them cannot be read. */
  readonly cells: number | undefined
}

/** Checks what is typed for a sweep of a backtest: the values of its params, and how its sessions are used. */
export function checkSweep(
  text: SweepText,
  typed: Readonly<Record<string, string>>,
  strategy: Pick<ListedStrategy, 'title' | 'params'>,
  backtest: BacktestRequest | undefined,
): CheckedSweep {
  const problems: Record<string, string> = {}
  const given: ParamAxis[] = []
  for (const [name, param] of Object.entries(strategy.params)) {
    const written = typed[name]?.trim() ?? ''
    const own = backtest?.params[name] ?? param.default
    const read = written === '' ? { values: [own] } : valuesOf(written)
    if ('problem' in read) problems[name] = `${read.problem}.`
    else {
      const axis = { name, values: read.values }
      const problem = problemOf(strategy, axis)
      if (problem === undefined) given.push(axis)
      else problems[name] = problem
    }
  }
  const split = splitOf(text, problems)
  const isRead = given.length === Object.keys(strategy.params).length
  const cells = isRead ? cellCount(given) : undefined
  if (!backtest || !split || !isRead) return { request: undefined, problems, cells }
  const { params: _, ...rest } = backtest
  const axes = given.map(({ name, values }) => ({ name, values: [...values] }))
  return { problems, cells, request: { ...rest, axes, split, by: text.by } }
}

function problemOf(
  { title, params }: Pick<ListedStrategy, 'title' | 'params'>,
  axis: ParamAxis,
): string | undefined {
  try {
    completeAxes({ name: title, params }, [axis])
    return undefined
  } catch (error) {
    return `${asFailure(error).message.replace(`${title}: `, '')}.`
  }
}

function splitOf(text: SweepText, problems: Record<string, string>): SweepSplit | undefined {
  const whole = (field: 'percent' | 'inSample' | 'outOfSample', most: number): number | undefined => {
    const value = /^\d{1,5}$/.test(text[field].trim()) ? Number(text[field]) : Number.NaN
    if (value >= 1 && value <= most) return value
    problems[field] = `A whole number from 1 to ${most.toLocaleString('en-US')}.`
    return undefined
  }
  if (text.split === 'whole') return { kind: 'whole' }
  if (text.split === 'held-back') {
    const percent = whole('percent', 99)
    return percent === undefined ? undefined : { kind: 'held-back', percent }
  }
  const [inSample, outOfSample] = [whole('inSample', 99_999), whole('outOfSample', 99_999)]
  return inSample === undefined || outOfSample === undefined
    ? undefined
    : { kind: 'walk-forward', inSample, outOfSample }
}
