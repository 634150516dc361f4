import type { ReadStrategy } from '../read/read-strategy.ts'
import type { StrategyFault, TextPlace } from '../strategy-error.ts'

/** What the script of a strategy is called in stacks: a name without spaces, whatever its file is called. */
export const scriptName = 'tapedeck-strategy'

const frame = new RegExp(`\\b${scriptName}:(\\d+):(\\d+)`)
const longestCause = 500

/** The topmost place of a stack that lies in the strategy's text; undefined where there is none. */
export function placeInStack(stack: string, { shift }: Pick<ReadStrategy, 'shift'>): TextPlace | undefined {
  const match = frame.exec(stack)
  if (!match) return undefined
  const line = Number(match[1])
  const column = Number(match[2])
  return { line, column: line === 1 ? Math.max(1, column - shift) : column }
}

/** What the compartment says, in the words of a strategy's author. */
const plainer: readonly (readonly [RegExp, string])[] = [
  [/%SharedDate%/, 'a strategy has no clock of its own: use ctx.now'],
  [/%SharedMath%\.random/, 'Math.random is not there: each run of a strategy gives the same result'],
  [/Maximum call stack size exceeded/, 'it calls itself too deep: use a loop'],
]

/**
 * The fault of something thrown while a strategy ran: 'threw' with the place when the strategy had a hand in it,
 * 'internal' for an error that never passed through it. A hostile value cannot make it throw.
 */
export function faultOf(thrown: unknown, read: ReadStrategy): StrategyFault {
  const { text, stack, isError } = described(thrown)
  const place = placeInStack(stack, read)
  const kind = place || !isError ? 'threw' : 'internal'
  const plain = plainer.find(([pattern]) => pattern.test(text))?.[1]
  const cause = `${plain ?? text.slice(0, longestCause).replace(/\s+/g, ' ')}.`.replace(/\.\.$/, '.')
  return { kind, cause, file: read.file, place }
}

function described(thrown: unknown): {
  readonly text: string
  readonly stack: string
  readonly isError: boolean
} {
  try {
    if (!(thrown instanceof Error))
      return {
        text: `threw ${typeof thrown === 'object' ? 'an object that is no Error' : String(thrown)}`,
        stack: '',
        isError: false,
      }
    const { name, message, stack } = thrown
    return { text: `${name}: ${message}`, stack: String(stack), isError: true }
  } catch {
    return { text: 'threw something that cannot be read', stack: '', isError: false }
  }
}
