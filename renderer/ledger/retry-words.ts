import type { RetriedGap } from '#shared/protocol/ledger-calls.ts'
import type { UpkeepStatus } from '#shared/protocol/upkeep-events.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** What decides whether sources can be asked; undefined where it is not known yet. */
interface RetryState {
  readonly sources: number | undefined
  readonly upkeep: UpkeepStatus['state'] | undefined
  /** Why the store cannot be changed; undefined where it can. */
  readonly readOnly: string | undefined
}

/** Why sources cannot be asked for a gap now; undefined where they can. */
export function retryObstacle({ sources, upkeep, readOnly }: RetryState): string | undefined {
  if (readOnly !== undefined) return readOnly
  if (upkeep === 'off') return 'Data upkeep is off in the settings; it is what asks sources.'
  if (upkeep !== 'running') return 'Data upkeep does not run now; it is what asks sources.'
  if (sources === 0) return 'There is no source to ask. Add one under Data, in Sources.'
  return undefined
}

/** "two had nothing. 12 min are missing still." */
export function retryWords({ asked, left }: RetriedGap): string {
  const said = asked.map((answer) => `${answerWords(answer)}.`)
  const rest = left === 0 ? 'Nothing is missing any more.' : `${left} min missing still.`
  return [...said, rest].join(' ')
}

function answerWords({ source, outcome, added, detail }: RetriedGap['asked'][number]): string {
  const why = detail === undefined ? '' : ` (${detail.replace(/\.$/, '')})`
  if (added > 0) return `${source}: ${added} ${added === 1 ? 'bar' : 'bars'} came${why}`
  if (outcome === 'failed') return `${source} did not answer${why}`
  return `${source} had nothing${why}`
}

/** "try 2 of 5, next in 00:48": minutes and seconds on the clock of the replay. */
export function nextTryWords(
  next: { readonly at: EpochMs; readonly try: number; readonly of: number },
  clock: EpochMs,
): string {
  const seconds = Math.max(0, Math.ceil((next.at - clock) / 1000))
  const parts = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0'))
  return `try ${next.try} of ${next.of}, next in ${parts.join(':')}`
}
