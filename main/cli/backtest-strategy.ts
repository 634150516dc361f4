import { readFileSync } from 'node:fs'
import type { BacktestResult } from '#shared/backtest/result.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ChosenStrategy } from '#shared/strategy/chosen-strategy.ts'
import { nearest } from '#shared/text/nearest.ts'
import type { BacktestInput } from '../engine/backtest/run/backtest-input.ts'
import { runBacktest } from '../engine/backtest/run/run-backtest.ts'
import { StrategyError } from '../engine/backtest/run/strategy-error.ts'
import { runInSandbox } from '../engine/backtest/sandbox/run-in-sandbox.ts'
import { builtInStrategies } from '../engine/backtest/strategies/built-in.ts'
import { completeStrategyParams } from '../engine/backtest/strategies/strategy-params.ts'
import type { Arguments } from './arguments.ts'
import type { Io } from './io.ts'

export const strategyNames = Object.keys(builtInStrategies)

/** The strategy that `--strategy` names. Throws a Failure for one there is not. */
export function chosenStrategy(args: Arguments): ChosenStrategy {
  const name = args.requiredText('strategy')
  if (Object.hasOwn(builtInStrategies, name)) return { kind: 'built-in', name }
  if (!/[./\\]/.test(name)) {
    const [close] = nearest(name, strategyNames, 1)
    const hint = close ? `did you mean ${close}?` : `a file is named with its ending, such as ${name}.ts`
    throw args.wrong(`there is no strategy "${name}"; ${hint}`)
  }
  const path = args.requiredPath('strategy')
  try {
    return { kind: 'file', file: path, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new Failure('bad-file', `${path}: could not be read (${(error as Error).message})`)
  }
}

/** What a strategy is called in lists. */
export function titleOf(chosen: ChosenStrategy): string {
  return chosen.kind === 'file' ? chosen.file : (builtInStrategies[chosen.name]?.name ?? chosen.name)
}

/** All params of a strategy; those of a file are looked at by its thread. Throws a Failure for what it has not. */
export function paramsFor(
  chosen: ChosenStrategy,
  given: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const strategy = chosen.kind === 'built-in' ? builtInStrategies[chosen.name] : undefined
  return strategy ? completeStrategyParams(strategy, given) : given
}

/** Runs a strategy of a file in a thread that lets it at nothing else; one that comes with the program at once. */
export async function runChosen(
  chosen: ChosenStrategy,
  input: BacktestInput,
  { entry, ticker, signal }: Io,
): Promise<BacktestResult> {
  if (chosen.kind === 'built-in') return runBuiltIn(chosen.name, input)
  const { output } = await runInSandbox<BacktestInput, BacktestResult>(backtestThread(entry), input, {
    ...{ strategy: chosen, ticker, signal },
  })
  return output
}

function runBuiltIn(name: string, input: BacktestInput): BacktestResult {
  const strategy = builtInStrategies[name]
  if (!strategy)
    throw new Failure('usage', `There is no strategy "${name}"; there are ${strategyNames.join(', ')}.`)
  try {
    return runBacktest(input, strategy, () => {})
  } catch (error) {
    if (error instanceof StrategyError)
      throw new Failure('usage', `${strategy.name}: ${error.message}`, error.cause)
    throw error
  }
}

/** The thread that runs a strategy of a file, beside the program's first module: built, or as it is written. */
function backtestThread(entry: URL): URL {
  return entry.pathname.endsWith('.ts')
    ? new URL('../engine/backtest/thread.ts', entry)
    : new URL('./backtest.js', entry)
}
