import 'ses'
import type { Strategy } from '#shared/strategy/strategy.ts'
import { defineStrategy } from '#shared/strategy/strategy.ts'
import type { ReadStrategy } from '../read/read-strategy.ts'
import { strategyNames } from '../read/strategy-names.ts'
import { StrategyFailure } from '../strategy-failure.ts'
import { checkDefinition, DefinitionError } from './definition.ts'
import { guardArrays } from './guard-arrays.ts'
import { faultOf, scriptName } from './trace.ts'
import { cappedTypedArrays } from './typed-arrays.ts'

/** Places of the longest array, and characters of the longest text, that are walked over at once. */
const mostPlaces = 2 ** 24
const mostFrames = 50

/**
 * Freezes the language of this thread for good, so that no strategy changes it for the host or for another; once a
 * thread, after every module is loaded. Gives the loader of strategies.
 */
export function lockThread(
  mostBytes: number,
  log: (values: readonly unknown[]) => void,
): (read: ReadStrategy) => Strategy {
  guardArrays(mostPlaces)
  const arrays = cappedTypedArrays(mostBytes)
  Error.stackTraceLimit = mostFrames
  lockdown({
    // Stacks are what names the line of the strategy's text.
    errorTaming: 'unsafe',
    stackFiltering: 'verbose',
    errorTrapping: 'none',
    unhandledRejectionTrapping: 'none',
    consoleTaming: 'unsafe',
    domainTaming: 'unsafe',
  })
  for (const made of Object.values(arrays)) harden(made)
  const write = harden((...values: unknown[]): void => log(values))
  const given = harden({
    ...arrays,
    console: { log: write, info: write, warn: write, error: write, debug: write },
  })
  return (read) => loadStrategy(read, given)
}

/** Evaluates a strategy in a compartment of its own and checks its definition. Throws a StrategyFailure. */
function loadStrategy(read: ReadStrategy, given: Readonly<Record<string, unknown>>): Strategy {
  const compartment = new Compartment({ __options__: true, globals: {} })
  const names = Object.fromEntries(
    strategyNames.map((name) => [name, given[name] ?? Reflect.get(compartment.globalThis, name)]),
  )
  for (const name of Reflect.ownKeys(compartment.globalThis))
    Reflect.deleteProperty(compartment.globalThis, name)
  Object.freeze(compartment.globalThis)
  const definition = failingAs(read, () => {
    const script: unknown = compartment.evaluate(`${read.script}\n//# sourceURL=${scriptName}`)
    return call(call(script, names), harden({ defineStrategy }))
  })
  return failingAs(read, () => checkDefinition(definition))
}

function call(value: unknown, given: unknown): unknown {
  if (typeof value !== 'function') throw new Error('The script of a strategy is no function.')
  return value(given)
}

/** Runs what may throw whatever a strategy throws, and gives that as a StrategyFailure. */
function failingAs<Value>(read: ReadStrategy, run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    if (error instanceof DefinitionError)
      throw new StrategyFailure({
        kind: 'definition',
        file: read.file,
        place: read.exportAt,
        cause: error.message,
      })
    throw refusedBySes(error, read) ?? new StrategyFailure(faultOf(error, read))
  }
}

/** Ses refuses a text that looks as if it left the compartment, even inside of quotes. */
function refusedBySes(error: unknown, { file }: ReadStrategy): StrategyFailure | undefined {
  if (!(error instanceof SyntaxError)) return undefined
  const match = /^Possible (.+) rejected at .*:(\d+)\. \(SES_/.exec(error.message)
  if (!match) return undefined
  const what = `something like an ${match[1] === 'HTML comment' ? 'HTML comment (<!-- or -->)' : match[1]}`
  const cause = `${what} is not allowed, not even in a text: write it another way, such as with a + in between.`
  return new StrategyFailure({
    kind: 'unreadable',
    file,
    place: { line: Number(match[2]), column: 1 },
    cause,
  })
}
