import { transformSync } from '@swc/wasm-typescript'
import { StrategyFailure, type TextPlace } from '../strategy-failure.ts'

/**
 * JavaScript of a TypeScript text, types replaced by spaces: lines and columns stay. Throws a StrategyFailure for what
 * is no TypeScript, and for syntax that is more than types, such as enums.
 */
export function stripTypes(text: string, file: string): string {
  try {
    return transformSync(text, { mode: 'strip-only', module: true, sourceMap: false }).code
  } catch (error) {
    if (!isRefusal(error)) throw error
    const { code, message } = error
    const cause =
      code === 'UnsupportedSyntax'
        ? `${message.replace(' is not supported in strip-only mode', '')} is more than a type and cannot be left out: write it as plain JavaScript.`
        : `${message}: correct the syntax.`
    throw new StrategyFailure({ kind: 'unreadable', file, place: placeOf(error), cause })
  }
}

/** What the library throws: a plain object, lines from 1 and columns from 0. */
interface Refusal {
  readonly code: string
  readonly message: string
  readonly startLine?: number
  readonly startColumn?: number
}

function isRefusal(error: unknown): error is Refusal {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    'message' in error &&
    typeof error.message === 'string'
  )
}

function placeOf({ startLine, startColumn = 0 }: Refusal): TextPlace | undefined {
  return startLine === undefined ? undefined : { line: startLine, column: startColumn + 1 }
}
