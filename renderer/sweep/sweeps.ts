import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { RankName } from '#shared/sweep/rank.ts'
import type { SweepRequest } from '#shared/sweep/sweep-file.ts'
import { putForm } from '../backtest/form/form-state.ts'
import { engine } from '../engine/link.ts'
import { useBacktest } from '../stores/backtest.ts'
import { noSweep, type SweepText, useSweep } from '../stores/sweep.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { useView } from '../stores/view.ts'

/** Changes what is typed for a sweep. */
export function putSweep(changes: Partial<SweepText>): void {
  useSweep.setState(({ text }) => ({ text: { ...text, ...changes } }))
}

/** Another store has no sweep yet; one that went on in an engine that is gone has ended. */
export function forgetSweep(): void {
  const { text } = useSweep.getState()
  useSweep.setState({ ...noSweep, text })
}

/** Starts a sweep of a strategy, which it is called by its key; it is heard of by its events. */
export async function startSweep(request: SweepRequest, strategy: string): Promise<void> {
  const at = performance.now()
  const begun = { phase: 'reading', done: 0, total: 0, since: { at, done: 0 }, heardAt: at } as const
  useSweep.setState({
    job: { sweep: undefined, ...begun, cancelling: false },
    failure: undefined,
    cancelledAt: undefined,
    strategy,
  })
  const started = await attempt(async () => engine().call('sweep.start', request))
  if (!started) useSweep.setState({ job: undefined })
}

export async function cancelSweep(): Promise<void> {
  useSweep.setState(({ job }) => ({ job: job && { ...job, cancelling: true } }))
  await attempt(async () => engine().call('sweep.cancel', undefined))
}

/** Takes how far a sweep is. */
export function takeSweepProgress({
  sweep,
  phase,
  done,
  total,
}: EventPayload<EngineContract, 'sweep.progress'>): void {
  const at = performance.now()
  useSweep.setState(({ job }) => {
    const isNew = !job || job.phase !== phase || job.total !== total
    const since = isNew ? { at, done } : job.since
    return { job: { sweep, phase, done, total, since, heardAt: at, cancelling: job?.cancelling ?? false } }
  })
}

/** Takes how a sweep ended, and shows what came of it. */
export function takeSweepEnd(end: EventPayload<EngineContract, 'sweep.ended'>): void {
  const { job } = useSweep.getState()
  useSweep.setState({ job: undefined })
  const isElsewhere = useView.getState().view !== 'backtest' || useBacktest.getState().tab !== 'sweep'
  if (end.outcome === 'failed') {
    useSweep.setState({ failure: end.message })
    if (isElsewhere) tell('error', `The sweep failed: ${end.message}`)
  }
  if (end.outcome === 'cancelled' && job)
    useSweep.setState({ cancelledAt: { done: Math.floor(job.done), total: job.total } })
  if (end.outcome === 'done') {
    void compareBy(useSweep.getState().text.by)
    if (isElsewhere) tell('info', 'The sweep is through.')
  }
}

/** Shows the last sweep, compared by something. */
export async function compareBy(by: RankName): Promise<void> {
  putSweep({ by })
  const view = await attempt(async () => engine().call('sweep.view', { by }))
  if (view && useSweep.getState().text.by === by) useSweep.setState({ view })
}

/** Puts the params of a cell into the form, to be run by themselves. */
export function takeParams(params: Readonly<Record<string, number>>): void {
  const { strategy } = useSweep.getState()
  const { form } = useBacktest.getState()
  if (strategy === undefined || !form) return
  const typed = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
  putForm({ strategy, params: { ...form.params, [strategy]: typed } })
  useBacktest.setState({ side: 'form' })
}
