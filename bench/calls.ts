import { timeRounds } from './rounds.ts'

/** Calls a round; a single one is too short for the clock. */
const callsARound = 200_000

export interface CallTiming {
  /** Nanoseconds a call. */
  readonly median: number
  /** What the calls of a round added up. */
  readonly checksum: number
  readonly note: string
}

/** Times short calls: `work` makes as many as it is told and answers with a sum over what they returned. */
export async function timeCalls(
  work: (calls: number) => number,
  { calls = callsARound, warmUp = 30, rounds = 100 } = {},
): Promise<CallTiming> {
  let checksum = 0
  const timing = await timeRounds({ warmUp, rounds }, () => {
    checksum = work(calls)
  })
  return {
    median: (timing.median * 1e6) / calls,
    checksum,
    note: `rounds of ${calls} calls; ${timing.note}`,
  }
}
