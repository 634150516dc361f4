import type { StrategyParams } from '#shared/strategy/strategy.ts'
import { runInSandbox, type SandboxLimits } from '../../backtest/sandbox/run-in-sandbox.ts'
import type { StrategyText } from '../../backtest/sandbox/sandbox-order.ts'
import { StrategyFailure } from '../../backtest/sandbox/strategy-failure.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { Description } from './description.ts'

/** What the thread answers. */
export interface ToldOfItself {
  readonly name: string
  readonly params: StrategyParams | undefined
  readonly minCoverage: number | undefined
}

/** To say what it is a strategy runs its first lines only: it needs little. */
const limits: SandboxLimits = { timeoutMs: 2000, memoryBytes: 256 * 1024 ** 2 }
/** For everything, the start of the thread on a busy machine among it. */
const longestMs = 20_000

/**
 * Asks the text of a strategy what it is, in a thread of its own that `thread` names. Whatever the text does comes
 * back as its fault, at the latest after `longestMs`; nothing is thrown.
 */
export async function describeText(
  strategy: StrategyText,
  thread: URL,
  ticker: Ticker,
  signal: AbortSignal,
): Promise<Description> {
  const giveUp = new AbortController()
  const cancel = ticker.after(longestMs, () => giveUp.abort())
  try {
    const { output } = await runInSandbox<null, ToldOfItself>(thread, null, {
      ...{ strategy, ticker, ...limits },
      signal: AbortSignal.any([signal, giveUp.signal]),
    })
    const { name, params = {}, minCoverage } = output
    return { kind: 'sound', title: name, params, minCoverage }
  } catch (error) {
    if (!(error instanceof StrategyFailure)) throw error
    const { cause, place, kind } = error.fault
    if (kind === 'stopped') return faulty(`it was not read within ${longestMs / 1000} s: make it simpler.`)
    return { kind: 'faulty', fault: { message: cause, ...place } }
  } finally {
    cancel()
  }
}

function faulty(message: string): Description {
  return { kind: 'faulty', fault: { message } }
}
