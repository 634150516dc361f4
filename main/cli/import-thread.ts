import { parentPort, Worker, workerData } from 'node:worker_threads'
import { asFailure, Failure, type FailureCode } from '#shared/protocol/failure.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { type ImportOutcome, type ImportProgress, runImport } from '../engine/import/import.ts'
import { WallTime } from '../engine/time/wall-time.ts'
import type { Io } from './io.ts'
import { writeToStore } from './store-access.ts'

interface ImportTask {
  readonly options: ImportOptions
  readonly store: string
  /** One Int32; not zero when the import is to end. */
  readonly cancelled: SharedArrayBuffer
}

type ImportNews =
  | { readonly type: 'progress'; readonly progress: ImportProgress }
  | { readonly type: 'done'; readonly outcome: ImportOutcome }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string }

/**
 * Imports into the store at a path, in a thread of its own: a file is one piece of work without a pause, and the
 * process must hear of Ctrl+C meanwhile. Throws what the import throws.
 */
export function importInThread(
  options: ImportOptions,
  store: string,
  { entry, signal }: Io,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const cancel = (): void => {
    Atomics.store(new Int32Array(cancelled), 0, 1)
  }
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel)
  const task: ImportTask = { options, store, cancelled }
  // The store keeps descriptors open that the end of a thread must not close.
  const thread = new Worker(entry, { workerData: task, trackUnmanagedFds: false })
  return new Promise<ImportOutcome>((resolve, reject) => {
    thread.on('message', (news: ImportNews) => {
      if (news.type === 'progress') onProgress(news.progress)
      if (news.type === 'done') resolve(news.outcome)
      if (news.type === 'failed') reject(new Failure(news.code, news.message))
    })
    thread.on('error', reject)
    thread.on('exit', () => reject(new Failure('internal', `${store}: the import ended without a result`)))
  }).finally(() => signal.removeEventListener('abort', cancel))
}

/** What the thread does: the import it was started for. */
export async function serveImport(): Promise<void> {
  const { options, store, cancelled } = workerData as ImportTask
  const flag = new Int32Array(cancelled)
  const time = new WallTime()
  try {
    const outcome = await writeToStore(store, 'import', time, (writer) =>
      runImport(options, {
        writer,
        time,
        onProgress: (progress) => tell({ type: 'progress', progress }),
        isCancelled: () => Atomics.load(flag, 0) !== 0,
      }),
    )
    tell({ type: 'done', outcome })
  } catch (error) {
    const { code, message } = asFailure(error)
    tell({ type: 'failed', code, message })
  }
}

function tell(news: ImportNews): void {
  parentPort?.postMessage(news)
}
