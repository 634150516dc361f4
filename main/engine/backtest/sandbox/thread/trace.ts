import { Failure } from '#shared/protocol/failure.ts'
import { StrategyError } from '../../run/strategy-error.ts'
import type { ReadStrategy } from '../read/read-strategy.ts'
import type { StrategyFault, TextPlace } from '../strategy-failure.ts'

/** What places in a strategy are told by. */
export type StrategySource = Pick<ReadStrategy, 'file' | 'shift'>

/** What the script of a strategy is called in stacks: a name without spaces, whatever its file is called. */
export const scriptName = 'tapedeck-strategy'

const frame = new RegExp(`\\b${scriptName}:(\\d+):(\\d+)`)
const longestCause = 500

/** The topmost place of a stack that lies in the strategy's text; undefined where there is none. */
export function placeInStack(stack: string, { shift }: Pick<StrategySource, 'shift'>): TextPlace | undefined {
  const match = frame.exec(stack)
  if (!match) return undefined
  const line = Number(match[1])
  const column = Number(match[2])
  return { line, column: line === 1 ? Math.max(1, column - shift) : column }
}

/** What the compartment says, in the words of a strategy's author. */
const plainer: readonly (readonly [RegExp, string])[] = [
  [/%SharedDate%/, 'a strategy has no clock of its own: use ctx.now'],
  [
    /%SharedMath%\.random/,
    'Math.random is not there: use ctx.random, which gives the same numbers in each run',
  ],
  [/Maximum call stack size exceeded/, 'it calls itself too deep: use a loop'],
]

/** The fault of what a strategy threw. A hostile value cannot make it throw. */
export function faultOf(thrown: unknown, read: StrategySource): StrategyFault {
  const { text, stack } = described(thrown)
  const plain = plainer.find(([pattern]) => pattern.test(text))?.[1]
  const cause = `${plain ?? text.slice(0, longestCause).replace(/\s+/g, ' ')}.`.replace(/\.\.$/, '.')
  return { kind: 'threw', cause, file: read.file, place: placeInStack(stack, read) }
}

/** The fault of what a job threw: the strategy's when the run says so, else one of the run. */
export function faultOfJob(thrown: unknown, read: StrategySource): StrategyFault {
  if (thrown instanceof StrategyError) return { ...faultOf(thrown.cause, read), at: thrown.place }
  if (thrown instanceof Failure) return { kind: 'refused', cause: thrown.message, file: read.file }
  const fault = faultOf(thrown, read)
  return { ...fault, kind: 'internal', cause: `the run failed, not the strategy: ${fault.cause}` }
}

function described(thrown: unknown): { readonly text: string; readonly stack: string } {
  try {
    if (thrown instanceof Error) return { text: errorText(thrown), stack: String(thrown.stack) }
    const isPlain = typeof thrown !== 'object' && typeof thrown !== 'function'
    return { text: `threw ${isPlain ? String(thrown) : 'an object that is no Error'}`, stack: '' }
  } catch {
    return { text: 'threw something that cannot be read', stack: '' }
  }
}

/** The engine's own refusals need no name before them. */
function errorText(error: Error): string {
  return error instanceof Failure ? error.message : `${error.name}: ${error.message}`
}
