import { asFailure, Failure } from '#shared/protocol/failure.ts'

/** A symbol that a run goes without, and why. */
export interface LeftOut {
  readonly symbol: string
  readonly failure: Failure
}

/** One that the store has no bars of at all. */
export function notStored(symbol: string): LeftOut {
  const message = `${symbol} is left out: the store has no bars of it. Import some first.`
  return { symbol, failure: new Failure('unknown-symbol', message) }
}

/** One whose bars could not be read. */
export function unreadable(symbol: string, error: unknown): LeftOut {
  const { code, message } = asFailure(error)
  return { symbol, failure: new Failure(code, `${symbol} is left out: ${message}`) }
}
