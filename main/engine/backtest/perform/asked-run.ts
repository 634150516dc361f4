import { readFileSync } from 'node:fs'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ChosenStrategy, NamedStrategy } from '#shared/strategy/chosen-strategy.ts'
import { parseRunFile, type RunFile } from '../run-file/run-file.ts'

/** What is run: a request, its strategy with its text. */
export type AskedRun = Omit<RunFile, 'format' | 'exchange' | 'calendar' | 'bars' | 'result'>

/** A request as it is run. Throws a Failure of code 'bad-file' where the strategy's file cannot be read. */
export function askedRun(request: BacktestRequest): AskedRun {
  return { ...request, strategy: withText(request.strategy) }
}

/** Reads the file of a run. Throws a Failure of code 'bad-file' that says what is wrong with it. */
export function readRunFile(path: string): RunFile {
  const parsed = parseRunFile(readText(path))
  if (typeof parsed === 'string') throw new Failure('bad-file', `${path}: ${parsed}`)
  return parsed
}

/** A strategy with its text. Throws a Failure of code 'bad-file' where its file cannot be read. */
export function withText(strategy: NamedStrategy): ChosenStrategy {
  if (strategy.kind === 'built-in') return strategy
  return { ...strategy, text: strategy.text ?? readText(strategy.file) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure('bad-file', `${path}: could not be read (${(error as Error).message})`)
  }
}
