import { parentPort, workerData } from 'node:worker_threads'
import type { Strategy } from '#shared/strategy/strategy.ts'
import { builtInStrategy } from '../../strategies/built-in.ts'
import { type ReadStrategy, readStrategy } from '../read/read-strategy.ts'
import { fileOf, type SandboxAnswer, type SandboxOrder, type SandboxStrategy } from '../sandbox-order.ts'
import { SignsOfLife } from '../signs-of-life.ts'
import { StrategyFailure, type StrategyFault } from '../strategy-failure.ts'
import { ConsoleLines } from './console-lines.ts'
import { lockThread } from './load-strategy.ts'
import { faultOf, faultOfJob, type StrategySource } from './trace.ts'
import { valuesText } from './value-text.ts'

/** What a job has beside the strategy and its input. */
export interface Sandbox {
  /** To be called now and then, every thousand bars or so: without it the thread is ended as hung. */
  progress(done: number, total: number): void
  /** The strategy evaluated anew, as if nothing had run: for the next of several runs in this thread. */
  anew(): Strategy
  /**
   * Waits until the promises that the strategy left were looked at. Where one was left rejected the thread has failed,
   * and this never resolves: nothing more is told of what came after.
   */
  settled(): Promise<void>
  /** Tells whoever started the thread something before the job is through; plain data. */
  tell(value: unknown): void
  /** What ended a run of several in this thread, so that the job goes on to the next. */
  faultOf(error: unknown): StrategyFault
  /** A line among those of the strategy's console. */
  log(line: string): void
  /** Lets the job hear what the strategy's console is told, and was told before: lines that are made when called. */
  hearConsole(hear: (line: () => string) => void): void
  /** Freezes an object and all it holds; what is handed to a strategy should be, or it is the strategy's to change. */
  readonly harden: <Value>(value: Value) => Value
}

/**
 * What runs in the thread next to the strategy and calls its functions, directly, for speed; what these throw it
 * throws on as a StrategyError of the run. Its modules are loaded before the language is frozen.
 */
export type SandboxJob<Input, Output> = (
  strategy: Strategy,
  input: Input,
  sandbox: Sandbox,
) => Output | Promise<Output>

/**
 * Serves the one order this thread was started for: the whole of a thread's file but its job. The console of the strategy
 * reads getters of `readable`, prototypes of the job's own objects.
 */
export function serveSandbox<Input, Output>(
  job: SandboxJob<Input, Output>,
  readable: readonly object[] = [],
): void {
  if (!parentPort) throw new Error('A strategy runs in a worker thread.')
  const port = parentPort
  const order: SandboxOrder<Input> = workerData
  const answer = (message: SandboxAnswer<Output>): void => port.postMessage(message)
  void runOrder(order, job, readable, answer).then(
    // Promises that the strategy left are looked at before it counts as done.
    (message) => setImmediate(() => answer(message)),
    (error) => answer({ type: 'failed', fault: faultInOrder(error, order) }),
  )
}

async function runOrder<Input, Output>(
  order: SandboxOrder<Input>,
  job: SandboxJob<Input, Output>,
  readable: readonly object[],
  tell: (message: SandboxAnswer<Output>) => void,
): Promise<SandboxAnswer<Output>> {
  const signs = new SignsOfLife(order.signs)
  const read = readText(order.strategy)
  const source: StrategySource = read ?? { file: fileOf(order.strategy), shift: 0 }
  let hasFailed = false
  process.on('unhandledRejection', (error) => {
    hasFailed = true
    const fault = faultOf(error, source)
    tell({ type: 'failed', fault: { ...fault, cause: `a promise was left rejected: ${fault.cause}` } })
  })
  const lines = new ConsoleLines()
  const load = lockThread(order.memoryBytes, (values) => lines.write(() => valuesText(values, readable)))
  signs.begin()
  const anew = (): Strategy => (read ? load(read) : builtInStrategy(source.file))
  const strategy = anew()
  try {
    const output = await job(strategy, order.input, {
      progress: (done, total) => signs.progress(done, total),
      settled: () =>
        new Promise((resolve) => {
          setImmediate(() => {
            if (!hasFailed) resolve()
          })
        }),
      tell: (value) => tell({ type: 'told', value }),
      faultOf: (error) => faultOfJob(error, source),
      anew,
      log: (line) => lines.write(() => line),
      hearConsole: (hear) => lines.tell(hear),
      harden: (value) => harden(value),
    })
    return { type: 'done', output, log: lines.lines, logLeftOut: lines.leftOut }
  } catch (error) {
    throw error instanceof StrategyFailure ? error : new StrategyFailure(faultOfJob(error, source))
  }
}

/** Undefined of one that comes with the program, which begins every run anew by itself. */
function readText(strategy: SandboxStrategy): ReadStrategy | undefined {
  return 'text' in strategy ? readStrategy(strategy.text, strategy.file) : undefined
}

function faultInOrder(error: unknown, order: SandboxOrder<unknown>): StrategyFault {
  if (error instanceof StrategyFailure) return error.fault
  return {
    kind: 'internal',
    file: fileOf(order.strategy),
    cause: `the thread failed: ${error instanceof Error ? error.message : String(error)}`,
  }
}
