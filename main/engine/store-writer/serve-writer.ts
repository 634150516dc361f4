import { existsSync } from 'node:fs'
import type { Channel } from '#shared/protocol/channel.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ImportOptions, ImportReport } from '#shared/protocol/import-calls.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { createDemoStore } from '../demo/create-demo-store.ts'
import { type ImportProgress, runImport } from '../import/import.ts'
import { previewImport } from '../import/preview.ts'
import { testFolder } from '../sources/folder/folder-files.ts'
import { addSource, changeSource, orderSources, removeSource } from '../sources/registry/source-registry.ts'
import { openStore } from '../store/open.ts'
import type { StoreWriter } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { type StoreWriterContract, storeWriterContract } from './contract.ts'
import { prefetchHandlers } from './prefetch-handlers.ts'

/** Rejected rows that are told of one by one; all are counted. */
const mostRejected = 1000

/**
 * Answers the engine in the thread that owns the store, as `owner` to other processes. The store is closed when
 * the channel ends.
 */
export function serveWriter(
  channel: Channel,
  time: TimeProvider,
  owner: string,
): Server<StoreWriterContract> {
  const desk = new WriterDesk(time, owner)
  const server = serve(
    storeWriterContract,
    channel,
    {
      calls: {
        open: ({ path }) => desk.own(path, false),
        create: ({ path }) => {
          checkAbsent(path)
          return desk.own(path, true)
        },
        createDemo: async ({ path }) => {
          await createDemoStore(path, { time })
          return desk.own(path, false)
        },
        close: () => desk.close(),
        saveWatchlist: ({ id, name, symbols }) => {
          desk.writer.saveWatchlist({ name, symbols, ...(id !== undefined && { id }) })
          return null
        },
        removeWatchlist: ({ id }) => {
          desk.writer.removeWatchlist(id)
          return null
        },
        orderWatchlists: ({ ids }) => {
          desk.writer.orderWatchlists(ids)
          return null
        },
        storeFills: (fills) => [...desk.writer.storeFills(fills)],
        addSource: ({ name, definition }) => {
          addSource(desk.writer, name, definition)
          return null
        },
        changeSource: ({ name, definition }) => {
          changeSource(desk.writer, name, definition)
          return null
        },
        removeSource: ({ name }) => {
          removeSource(desk.writer, name)
          return null
        },
        orderSources: ({ names }) => {
          orderSources(desk.writer, names)
          return null
        },
        testFolder,
        markGap: ({ symbol, mark }) => {
          desk.writer.ledger.record(symbol, [mark])
          return null
        },
        ...prefetchHandlers(() => desk.writer.prefetch),
        keepGrades: ({ grades }) => {
          desk.writer.ledger.keepGrades(grades)
          return null
        },
        keepStandIns: ({ symbol, standIns }) => {
          desk.writer.ledger.record(symbol, standIns)
          return null
        },
        previewImport,
        runImport: ({ options, cancelled }) =>
          desk.runImport(options, cancelled, (progress) => server.emit('importProgress', progress)),
      },
      signals: {},
    },
    { onClose: () => void desk.close() },
  )
  return server
}

function checkAbsent(path: string): void {
  if (existsSync(path))
    throw new Failure('bad-file', `${path} exists already; open it, or choose another file for the new store`)
}

/** Holds the one store that the thread owns. */
class WriterDesk {
  readonly #time: TimeProvider
  readonly #owner: string
  #writer: StoreWriter | undefined

  constructor(time: TimeProvider, owner: string) {
    this.#time = time
    this.#owner = owner
  }

  get writer(): StoreWriter {
    if (!this.#writer) throw new Failure('no-store', 'The writer has no store open.')
    return this.#writer
  }

  /** Owns another store in place of the one before, which is let go only once the other is there. */
  own(path: string, create: boolean): null {
    const writer = openStore(path, { access: 'write', create, owner: this.#owner, time: this.#time })
    this.#writer?.close()
    this.#writer = writer
    return null
  }

  close(): null {
    this.#writer?.close()
    this.#writer = undefined
    return null
  }

  async runImport(
    options: ImportOptions,
    cancelled: SharedArrayBuffer,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportReport> {
    const flag = new Int32Array(cancelled)
    const {
      refusedFiles: _,
      rejected,
      ...report
    } = await runImport(options, {
      writer: this.writer,
      time: this.#time,
      onProgress,
      isCancelled: () => Atomics.load(flag, 0) !== 0,
    })
    return { ...report, rejected: rejected.slice(0, mostRejected) }
  }
}
