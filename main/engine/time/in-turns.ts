import { nextTurn, type Ticker } from './ticker.ts'

/** Work between two turns of the event loop, which must not be held over 8 ms. */
const sliceMs = 4

/** Does long work in steps while everything else goes on. A step must be short by itself. */
export async function inTurns<T>(steps: Iterator<unknown, T, undefined>, ticker: Ticker): Promise<T> {
  let until = ticker.elapsed() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (ticker.elapsed() < until) continue
    await nextTurn(ticker)
    until = ticker.elapsed() + sliceMs
  }
}

/** The same work in one go. */
export function atOnce<T>(steps: Iterator<unknown, T, undefined>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
