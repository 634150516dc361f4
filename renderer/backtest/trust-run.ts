import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { type TrustState, useBacktest } from '../stores/backtest.ts'
import { forgetJob, takeRunProgress } from './backtests.ts'

/** Runs a kept run again with its data taken otherwise, which takes several runs' time. */
export async function askTrust({ id, name }: KeptRun): Promise<void> {
  note(id, { state: 'asked' })
  takeRunProgress({ run: id, phase: 'comparing', done: 0, total: 0 }, `Data trust of ${name}`)
  try {
    const trust = await engine().call('backtest.trust', { run: id })
    note(id, { state: 'told', trust })
  } catch (error) {
    const { code, message } = asFailure(error)
    note(id, code === 'cancelled' || code === 'engine-gone' ? undefined : { state: 'failed', message })
  }
  forgetJob(id)
}

function note(run: number, state: TrustState | undefined): void {
  useBacktest.setState(({ trust }) => {
    const others = [...trust].filter(([id]) => id !== run)
    return { trust: new Map(state ? [...others, [run, state]] : others) }
  })
}
