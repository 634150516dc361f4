import type { Frame } from '#shared/protocol/replay-calls.ts'

export type Quotes = Frame['quotes']

let latest: Quotes | undefined
const listeners = new Set<(quotes: Quotes) => void>()

/** Hands the quotes of a frame to everything that shows some, outside React's rendering. */
export function postQuotes(quotes: Quotes): void {
  latest = quotes
  for (const listener of listeners) listener(quotes)
}

/** Listens until the returned function is called; is told the last quotes at once. */
export function watchQuotes(listener: (quotes: Quotes) => void): () => void {
  listeners.add(listener)
  if (latest) listener(latest)
  return () => listeners.delete(listener)
}

/** Those of the last frame; undefined when there are none of what is shown. */
export function latestQuotes(): Quotes | undefined {
  return latest
}

export function forgetQuotes(): void {
  latest = undefined
}
