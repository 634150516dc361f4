import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { ImportOptions, ImportPreview, ImportReport } from '#shared/protocol/import-calls.ts'
import type { WriterClient } from '../store-writer/writer-link.ts'
import type { OpenStore } from './open-store.ts'

export interface ImportNews {
  progress(news: EventPayload<EngineContract, 'import.progress'>): void
  done(news: EventPayload<EngineContract, 'import.done'>): void
  failed(news: EventPayload<EngineContract, 'import.failed'>): void
}

interface Job {
  readonly job: number
  /** One number in memory shared with the writer's thread: 1 when the job is to end. */
  readonly cancelled: SharedArrayBuffer
  /** Resolves when the job has ended, however it did. */
  readonly ended: Promise<void>
}

/** Imports of files into the open store, one at a time, in the writer's thread. */
export class ImportJobs {
  readonly #store: OpenStore
  readonly #news: ImportNews
  #lastJob = 0
  #running: Job | undefined

  constructor(store: OpenStore, news: ImportNews) {
    this.#store = store
    this.#news = news
  }

  /** Says what an import of these files would find. Changes nothing. */
  preview(options: ImportOptions): Promise<ImportPreview> {
    return this.#store.ask((writer) => writer.call('previewImport', options))
  }

  /**
   * Starts an import and returns its number; how it goes is told as news. Throws a Failure with code 'store-busy'
   * while another import runs and 'read-only' when the store belongs to another process.
   */
  async start(options: ImportOptions): Promise<{ job: number }> {
    await this.#store.checkWritable()
    if (this.#running) throw new Failure('store-busy', 'An import is running. Wait for its end or cancel it.')
    const job = ++this.#lastJob
    const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    this.#running = { job, cancelled, ended: this.#run(job, options, cancelled) }
    return { job }
  }

  /** Ends a running import; the files that were done stay in the store. Does nothing when it has ended. */
  cancel(job: number): void {
    if (this.#running?.job === job) cancelJob(this.#running)
  }

  /** Ends whatever import is running and waits for its end. */
  async stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    cancelJob(running)
    await running.ended
  }

  async #run(job: number, options: ImportOptions, cancelled: SharedArrayBuffer): Promise<void> {
    try {
      const report = await this.#store.write((writer) => this.#runIn(writer, job, options, cancelled))
      this.#running = undefined
      this.#news.done({ job, report })
    } catch (error) {
      this.#running = undefined
      const { code, message } = asFailure(error)
      this.#news.failed({ job, code, message })
    }
  }

  async #runIn(
    writer: WriterClient,
    job: number,
    options: ImportOptions,
    cancelled: SharedArrayBuffer,
  ): Promise<ImportReport> {
    const silence = writer.on('importProgress', (progress) => this.#news.progress({ job, ...progress }))
    try {
      return await writer.call('runImport', { options, cancelled })
    } finally {
      silence()
    }
  }
}

function cancelJob({ cancelled }: Job): void {
  Atomics.store(new Int32Array(cancelled), 0, 1)
}
