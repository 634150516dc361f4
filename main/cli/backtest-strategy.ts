import type { NamedStrategy } from '#shared/strategy/chosen-strategy.ts'
import { nearest } from '#shared/text/nearest.ts'
import { builtInStrategies } from '../engine/backtest/strategies/built-in.ts'
import type { Arguments } from './arguments.ts'

export const strategyNames = Object.keys(builtInStrategies)

/** The strategy that `--strategy` names. Throws a Failure for one there is not. */
export function chosenStrategy(args: Arguments): NamedStrategy {
  const name = args.requiredText('strategy')
  if (Object.hasOwn(builtInStrategies, name)) return { kind: 'built-in', name }
  if (!/[./\\]/.test(name)) {
    const [close] = nearest(name, strategyNames, 1)
    const hint = close ? `did you mean ${close}?` : `a file is named with its ending, such as ${name}.ts`
    throw args.wrong(`there is no strategy "${name}"; ${hint}`)
  }
  return { kind: 'file', file: args.requiredPath('strategy') }
}

/** The thread that strategies run in, beside the program's first module: built, or as it is written. */
export function backtestThread(entry: URL): URL {
  return entry.pathname.endsWith('.ts')
    ? new URL('../engine/backtest/thread.ts', entry)
    : new URL('./backtest.js', entry)
}
