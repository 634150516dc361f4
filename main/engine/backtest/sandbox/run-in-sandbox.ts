import { Worker } from 'node:worker_threads'
import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import type { Ticker } from '../../time/ticker.ts'
import { memoryProbe } from './memory-use.ts'
import { fileOf, type SandboxAnswer, type SandboxOrder, type SandboxStrategy } from './sandbox-order.ts'
import { SignsOfLife } from './signs-of-life.ts'
import { StrategyFailure, type StrategyFaultKind } from './strategy-failure.ts'

export interface SandboxLimits {
  /** Without a sign of life for so long the thread is ended. */
  readonly timeoutMs: number
  /** Above this the thread is ended: objects and typed arrays together. */
  readonly memoryBytes: number
}

export const defaultLimits: SandboxLimits = { timeoutMs: 10_000, memoryBytes: 1024 ** 3 }

export interface SandboxOptions extends Partial<SandboxLimits> {
  readonly strategy: SandboxStrategy
  readonly ticker: Ticker
  readonly signal?: AbortSignal
  /** Hears how far the job is whenever that is looked at, at most each `lookMs`. */
  readonly onProgress?: (done: number, total: number) => void
  /** Hears what the job tells before it is through; what it throws ends the run. */
  readonly onTold?: (value: unknown) => void
}

export interface SandboxResult<Output> {
  readonly output: Output
  /** What the strategy's console was told, and how many lines more. */
  readonly log: readonly string[]
  readonly logLeftOut: number
}

/** How often a thread is looked at. */
const lookMs = 50
/** For the thread's own modules, before anything of the strategy runs. */
const startMs = 60_000
/** How long a thread that is through is waited for, until it is ended. */
const ownEndMs = 1000
/** How long an ended thread is waited for. */
const endMs = 5000

/**
 * Runs a job in a thread of its own next to a strategy, and ends the thread with it. `job` is the file of a thread
 * that calls `serveSandbox`. Rejects with a StrategyFailure, whatever the strategy does: that it cannot be read, throws,
 * gives no sign of life, takes too much memory, or was stopped by the signal; and with a Failure of what `onTold` throws.
 */
export async function runInSandbox<Input, Output>(
  job: URL,
  input: Input,
  options: SandboxOptions,
): Promise<SandboxResult<Output>> {
  const { strategy, ticker, signal, onProgress, onTold } = options
  const { timeoutMs, memoryBytes }: SandboxLimits = { ...defaultLimits, ...options }
  const fault = (kind: StrategyFaultKind, cause: string): StrategyFailure =>
    new StrategyFailure({ kind, file: fileOf(strategy), cause })
  const stopped = (): StrategyFailure => fault('stopped', 'the run was stopped.')
  if (signal?.aborted) throw stopped()

  const signs = new SignsOfLife()
  const order: SandboxOrder<Input> = { strategy, input, memoryBytes, signs: signs.memory }
  const worker = new Worker(job, { workerData: order, env: {}, resourceLimits: heapLimits(memoryBytes) })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const probe = memoryProbe(worker)
  let succeed: (result: SandboxResult<Output>) => void = () => {}
  let fail: (error: Failure) => void = () => {}
  const outcome = new Promise<SandboxResult<Output>>((resolve, reject) => {
    succeed = resolve
    fail = reject
  })

  worker.on('message', (answer: SandboxAnswer<Output>) => {
    if (answer.type === 'failed') fail(new StrategyFailure(answer.fault))
    else if (answer.type === 'done') succeed(answer)
    else hear(answer.value)
  })
  worker.once('error', (error) =>
    fail(isOutOfMemory(error) ? tooMuch() : fault('internal', `${died} ${error}.`)),
  )
  worker.once('exit', () => fail(fault('internal', `${died} It ended by itself.`)))
  const stop = (): void => fail(stopped())
  function hear(value: unknown): void {
    try {
      onTold?.(value)
    } catch (error) {
      fail(asFailure(error))
    }
  }
  signal?.addEventListener('abort', stop, { once: true })

  function tooMuch(): StrategyFailure {
    const most = Math.round(memoryBytes / 1024 ** 2).toLocaleString('en-US')
    return fault('memory', `it took more than ${most} MiB of memory: keep less, such as the last bars only.`)
  }

  let beats = -1
  let silentMs = 0
  /** Counts looks, not time, so that a computer that slept has not run out of it. */
  function look(): void {
    if (signs.beats !== beats) {
      beats = signs.beats
      silentMs = 0
      if (signs.total > 0) onProgress?.(signs.done, signs.total)
    } else silentMs += lookMs
    if (!signs.begun) {
      if (silentMs >= startMs) fail(fault('internal', `its thread did not start within ${startMs / 1000} s.`))
    } else {
      if (silentMs >= timeoutMs)
        fail(fault('silent', `no sign of life for ${timeoutMs / 1000} s: look for a loop that does not end.`))
      probe((bytes) => {
        if (bytes > memoryBytes) fail(tooMuch())
      })
    }
    cancelLook = ticker.after(lookMs, look)
  }
  let cancelLook = ticker.after(lookMs, look)
  let isThrough = false

  try {
    const result = await outcome
    isThrough = true
    if (signs.total > 0) onProgress?.(signs.done, signs.total)
    return result
  } finally {
    cancelLook()
    signal?.removeEventListener('abort', stop)
    // Ended in the moment in which it ends by itself, a thread may take the process with it (nodejs/node issue 56312).
    if (isThrough) await atMost(exited, ticker, ownEndMs)
    void worker.terminate()
    await atMost(exited, ticker, endMs)
  }
}

const died = 'its thread ended before the run was through.'

/**
 * The heap may grow far beyond the budget: a thread that reaches its own limit in one step takes the process with
 * it, and the looks come in time to end it before.
 */
function heapLimits(memoryBytes: number): {
  readonly maxOldGenerationSizeMb: number
  readonly stackSizeMb: number
} {
  return { maxOldGenerationSizeMb: Math.max(4096, Math.ceil((4 * memoryBytes) / 1024 ** 2)), stackSizeMb: 4 }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

/** Waits for something, but no longer than so; the timer that says so is gone then, or a program would wait for it. */
async function atMost(awaited: Promise<void>, ticker: Ticker, ms: number): Promise<void> {
  let cancel = (): void => {}
  const passed = new Promise<void>((resolve) => {
    cancel = ticker.after(ms, resolve)
  })
  await Promise.race([awaited, passed])
  cancel()
}
