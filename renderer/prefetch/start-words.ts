import type { SessionStart, StartFacts } from '#shared/prefetch/session-start.ts'

/** Where a session came from, after the word "from". */
export const originWords: Readonly<Record<StartFacts['from'], string>> = {
  prefetched: 'prefetch',
  kept: 'the roll before',
  store: 'store',
}

/** "0.4 ms", "31 ms", "1.2 s". */
export function shortTime(ms: number): string {
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)} s`
  return `${ms >= 9.95 ? ms.toFixed(0) : ms.toFixed(1)} ms`
}

/** What the time of a start went to: "bars 12 ms · session 3.0 ms · clock 0.4 ms". */
export function waitedWords({ waited: { bars, session, clock } }: Pick<StartFacts, 'waited'>): string {
  return `bars ${shortTime(bars)} · session ${shortTime(session)} · clock ${shortTime(clock)}`
}

/** Whether a session was to be prepared and was not put in place. */
export function isMissed({ miss }: Pick<StartFacts, 'miss'>): boolean {
  return miss !== undefined && miss.code !== 'none' && miss.code !== 'off'
}

/** How long starts of one kind took: the one in the middle, in ms, and how many there were. */
export interface StartTimes {
  readonly median: number
  readonly count: number
}

/** How long it took to start what was prepared, and what was read from the store; undefined of none. */
export function startTimes(starts: readonly Pick<SessionStart, 'from' | 'ms'>[]): {
  readonly prefetched: StartTimes | undefined
  readonly store: StartTimes | undefined
} {
  const of = (from: StartFacts['from']): StartTimes | undefined =>
    timesOf(starts.flatMap((start) => (start.from === from ? [start.ms] : [])))
  return { prefetched: of('prefetched'), store: of('store') }
}

function timesOf(times: readonly number[]): StartTimes | undefined {
  const inOrder = times.toSorted((one, other) => one - other)
  const [low, high] = [inOrder[Math.ceil(times.length / 2) - 1], inOrder[Math.floor(times.length / 2)]]
  return low === undefined || high === undefined
    ? undefined
    : { median: (low + high) / 2, count: times.length }
}
