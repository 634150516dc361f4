import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** What the window of the benchmark plays. */
export interface PlayTask {
  readonly path: string
  readonly exchange: string
  readonly session: SessionDate
  readonly symbols: readonly string[]
  readonly speed: number
  readonly seconds: number
  /** A jump while it plays, to a time before which so many minutes of all symbols are missing and can be filled. */
  readonly jump?: { readonly to: EpochMs; readonly missing: number }
}

/** By how much timers came late, in milliseconds. */
export interface Delay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** What the window saw. */
export interface Played {
  readonly frames: number
  readonly minutes: number
  /** From a jump until all that is missing before it was filled, by the wall and in processor time of all threads. */
  readonly complete?: { readonly wallMs: number; readonly processorMs: number }
  /** From asking for the ledger of a symbol to the answer, each time. */
  readonly ledgerMs: readonly number[]
}

export interface DelayFinding extends Omit<Played, 'ledgerMs'> {
  /** With nothing to do: what the machine and the timer take by themselves. */
  readonly idle: Delay
  readonly opening: Delay
  readonly playing: Delay
  /** Turns of work on the ticker while playing, by the wall and by the processor time of the thread. */
  readonly turns: { readonly count: number; readonly wall: Delay; readonly processor: Delay }
  /** Processor time of the thread from one sample to the next: what one round of the loop takes of it at most. */
  readonly rounds: Delay
  readonly longestGc: number
  readonly ledger: Delay
}

/** Plays in a process of its own, the whole engine with its threads. */
export function play(task: PlayTask): DelayFinding {
  const child = join(import.meta.dirname, 'delay-engine.ts')
  const output = execFileSync(process.execPath, [child, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: 'pipe',
    timeout: 120_000,
  })
  return JSON.parse(output) as DelayFinding
}

/** In words. */
export function spread({ p50, p99, max }: Delay): string {
  return `p50 ${ms(p50)}, p99 ${ms(p99)}, most ${ms(max)}`
}

export function ms(value: number): string {
  return `${value.toPrecision(3)} ms`
}

export function spreadOf(times: readonly number[]): Delay {
  const sorted = [...times].sort((a, b) => a - b)
  const share = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
  return { p50: share(0.5), p99: share(0.99), max: share(1) }
}
