import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { formatCount } from '../charts/prices.ts'
import type { Job } from '../stores/backtest.ts'
import { leftWords, timeLeft } from './time-left.ts'

type Progress = EventPayload<EngineContract, 'backtest.progress'>

/** Jobs with what was told of one at a time of the window's clock; one that was not known is added. */
export function withProgress(
  jobs: readonly Job[],
  told: Progress,
  at: number,
  title: string,
): readonly Job[] {
  const { run, phase, done, total } = told
  const before = jobs.find((job) => job.run === run)
  if (!before) return [...jobs, { ...told, title, since: { at, done }, heardAt: at, cancelling: false }]
  const since = before.phase === phase && before.total === total ? before.since : { at, done }
  const next = { ...before, phase, done, total, since, heardAt: at }
  return jobs.map((job) => (job.run === run ? next : job))
}

const phaseWords: Readonly<Record<Progress['phase'], string>> = {
  waiting: 'Waiting',
  reading: 'Reading bars',
  running: 'Running',
  measuring: 'Measuring',
  comparing: 'Comparing',
}

export function phaseOf({ phase, cancelling }: Job): string {
  return cancelling ? 'Cancelling' : phaseWords[phase]
}

/** How far a job is, from 0 to 1; undefined while that is not known. */
export function shareOf({ done, total }: Job): number | undefined {
  return total > 0 ? Math.min(1, done / total) : undefined
}

/** "12,000 of 97,500 bars · 3 s left". */
export function progressWords({ phase, done, total, since, heardAt }: Job): string {
  if (total === 0) return ''
  const unit = phase === 'comparing' ? 'runs' : 'bars'
  const left = timeLeft(since, { at: heardAt, done }, total)
  const counts = `${formatCount(done)} of ${formatCount(total)} ${unit}`
  return left === undefined ? counts : `${counts} · ${leftWords(left)}`
}
