import type { RunFault } from '#shared/protocol/backtest-calls.ts'
import type { CallInput, EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { noBacktests, useBacktest } from '../stores/backtest.ts'
import { useStrategies } from '../stores/strategies.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { useView } from '../stores/view.ts'
import { forgetRunFault, goToFault, noteRunFault, savedText } from '../strategies/run-strategy.ts'
import { withProgress } from './jobs.ts'
import { forgetSessions } from './run-sessions.ts'
import { endWords } from './runs/run-words.ts'
import { showRun, takeRun } from './shown-run.ts'

let lastLoad = 0
let lastList = 0
/** Runs that ended; one may have before it is known that it began. */
const ended = new Set<number>()

/** Another store has other runs; what went on in an engine that is gone has failed. */
export async function loadBacktestsAnew(isOther: boolean): Promise<void> {
  const { jobs } = useBacktest.getState()
  ended.clear()
  forgetSessions()
  const lost = jobs.at(-1)
  if (isOther) useBacktest.setState(noBacktests)
  else useBacktest.setState({ jobs: [], trust: new Map() })
  if (!isOther && lost) showFailure(lost.title, { message: 'The engine ended during the run. Run it again.' })
  await Promise.all([loadRuns(), loadStrategies()])
}

/** Reads the kept runs; there are none without a store. The last one asked for wins. */
export async function loadRuns(): Promise<void> {
  const load = ++lastLoad
  try {
    const runs = await engine().call('backtest.runs', undefined)
    if (load === lastLoad) useBacktest.setState({ runs, runsFailure: undefined })
  } catch (error) {
    const { code, message } = asFailure(error)
    if (load !== lastLoad || code === 'engine-gone') return
    useBacktest.setState({ runs: [], runsFailure: code === 'no-store' ? undefined : message })
  }
}

/** Reads which strategies there are; files may have come or changed. The last list asked for wins: whether it was this one. */
export async function loadStrategies(): Promise<boolean> {
  const load = ++lastList
  try {
    const strategies = await engine().call('strategies.list', undefined)
    if (load !== lastList) return false
    useBacktest.setState({ strategies, strategiesFailure: undefined })
  } catch (error) {
    const { code, message } = asFailure(error)
    if (load === lastList && code !== 'engine-gone') useBacktest.setState({ strategiesFailure: message })
  }
  return load === lastList
}

/** Starts a run; it is heard of by its events. Returns whether it was taken. */
export async function startRun(
  what: CallInput<EngineContract, 'backtest.start'>,
  title: string,
): Promise<boolean> {
  const text = 'request' in what ? savedText(what.request.strategy) : undefined
  const started = await attempt(async () => engine().call('backtest.start', what))
  if (!started) return false
  const { run } = started
  if (!useBacktest.getState().jobs.some((job) => job.run === run))
    takeRunProgress({ run, phase: 'waiting', done: 0, total: 0 }, title)
  useBacktest.setState(({ jobs }) => ({
    jobs: jobs.map((job) => (job.run === run ? { ...job, title, text } : job)),
  }))
  return true
}

export async function cancelRun(run: number): Promise<void> {
  const { jobs } = useBacktest.getState()
  useBacktest.setState({ jobs: jobs.map((job) => (job.run === run ? { ...job, cancelling: true } : job)) })
  await attempt(async () => engine().call('backtest.cancel', { run }))
}

/** Takes how far a run is. */
export function takeRunProgress(
  told: EventPayload<EngineContract, 'backtest.progress'>,
  title = 'Backtest',
): void {
  if (ended.has(told.run) && told.phase !== 'comparing') return
  useBacktest.setState(({ jobs }) => ({ jobs: withProgress(jobs, told, performance.now(), title) }))
}

/** Takes how a run ended, and shows what came of it. */
export function takeRunEnd(end: EventPayload<EngineContract, 'backtest.ended'>): void {
  const job = useBacktest.getState().jobs.find(({ run }) => run === end.run)
  ended.add(end.run)
  forgetJob(end.run)
  const isElsewhere = useView.getState().view !== 'backtest'
  const { tab } = useBacktest.getState()
  if (end.outcome === 'done') {
    forgetRunFault(end.kept.request.strategy)
    takeRun(end.kept)
    useBacktest.setState({ tab: 'results' })
    void showRun(end.kept, end.changed)
    // Who writes and saves goes on writing; the results are a click away.
    if (tab === 'strategy' && useStrategies.getState().runsOnSave) useBacktest.setState({ tab })
    if (isElsewhere) tell('info', endWords(end.kept))
  } else if (end.outcome === 'failed') {
    noteRunFault(end.fault, job?.text)
    showFailure(job?.title ?? 'Backtest', end.fault)
    if (tab === 'strategy' && useStrategies.getState().open === end.fault.file) {
      useBacktest.setState({ tab })
      goToFault(end.fault)
    }
    if (isElsewhere) tell('error', `${job?.title ?? 'A backtest'} failed: ${end.fault.message}`)
  }
}

export function forgetJob(run: number): void {
  useBacktest.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.run !== run) }))
}

function showFailure(title: string, fault: RunFault): void {
  useBacktest.setState({ shown: { state: 'failed', title, fault }, tab: 'results' })
}
