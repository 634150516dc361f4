import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { LeaseIsOver } from '../store/prefetch/stored-prefetch.ts'

/** How often a run says that it goes on. */
export const beatMs = minuteMs / 2
/** After so long without a word a run has ended, whatever its process does. */
const silenceMs = 4 * beatMs

/** A process that runs plans. */
export interface Runner {
  /** As others are told, e.g. "tapedeck prefetch (process 4711)". */
  readonly owner: string
  readonly pid: number
  /** Ids of the runs that it has going. */
  readonly runs: readonly number[]
}

/**
 * Tells of runs that go on by the store whether they have ended in truth: those whose process is gone, or that have said
 * nothing for long. The runner knows of its own, however long the computer slept.
 */
export function leaseIsOver(runner: Runner, now: EpochMs, isAlive: (pid: number) => boolean): LeaseIsOver {
  return ({ run, pid, beatAt }) => {
    if (pid === runner.pid && runner.runs.includes(run.id)) return false
    // A clock that was put back may have a beat from the future: the process says then.
    return !isAlive(pid) || now - beatAt > silenceMs
  }
}

/** Whether a process of this computer is there. */
export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user cannot be signalled, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
