import { resolve } from 'node:path'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { StoreState } from '#shared/protocol/store-calls.ts'
import { openStore } from '../store/open.ts'
import type { StoreReader } from '../store/store.ts'
import type { WriterClient, WriterLink } from '../store-writer/writer-link.ts'

/** How a store is come by. */
export type Opening = 'open' | 'create' | 'createDemo'

interface Opened {
  readonly path: string
  readonly reader: StoreReader
  /** The thread as owner of the store, or why it cannot be. */
  ownership: WriterClient | Failure
}

/**
 * The one open store: read here, written by the writer's thread. A store that another process owns can be read
 * all the same; writing to it is refused with 'read-only' until the other lets go.
 */
export class OpenStore {
  readonly #link: WriterLink
  readonly #changed: (state: StoreState | undefined) => void
  #opened: Opened | undefined
  /** The last opening or closing asked for: one after the other. */
  #last: Promise<unknown> = Promise.resolve()

  /** `changed` is told whenever the state is another. */
  constructor(link: WriterLink, changed: (state: StoreState | undefined) => void) {
    this.#link = link
    this.#changed = changed
  }

  /** For reading. Throws a Failure with code 'no-store' when no store is open. */
  get reader(): StoreReader {
    return this.#current().reader
  }

  get isOpen(): boolean {
    return this.#opened !== undefined
  }

  state(): StoreState | undefined {
    return this.#opened && stateOf(this.#opened)
  }

  /**
   * Opens, or makes and opens, the store at `path` in place of the open one, which stays when that fails. The open one
   * stays too when it is asked for again; where it could be read only, its owner may have let go.
   */
  open(path: string, opening: Opening): Promise<StoreState> {
    return this.#inTurn(async () => {
      const full = resolve(path)
      const before = this.#opened
      if (opening === 'open' && before?.path === full) {
        await this.#claim(before)
        return stateOf(before)
      }
      const opened = await this.#openAnother(full, opening)
      this.#opened = opened
      before?.reader.close()
      // The thread lets go of a store when it gets another one, and only then.
      if (before && opened.ownership instanceof Failure) await letGo(before)
      return this.#tell(opened)
    })
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      const opened = this.#opened
      if (!opened) return
      this.#opened = undefined
      opened.reader.close()
      await letGo(opened)
      this.#changed(undefined)
    })
  }

  /** Has the writer's thread do something that leaves the store as it is, with or without one. */
  async ask<T>(run: (writer: WriterClient) => Promise<T>): Promise<T> {
    try {
      return await run(this.#link.client())
    } catch (error) {
      throw writerFailure(error)
    }
  }

  /** Makes sure that the store can be written to. Throws a Failure with code 'read-only' that names its owner. */
  async checkWritable(): Promise<void> {
    await this.#own(this.#current())
  }

  /** Has the writer's thread do something to the store, and tells of the change that it made. */
  async write<T>(run: (writer: WriterClient) => Promise<T>): Promise<T> {
    const opened = this.#current()
    const writer = await this.#own(opened)
    try {
      return await this.ask(() => run(writer))
    } finally {
      if (opened === this.#opened) this.#tell(opened)
    }
  }

  /** The same for what changes nothing that the state tells of but the number of bars: that change is not told. */
  async keep<T>(run: (writer: WriterClient) => Promise<T>): Promise<T> {
    const writer = await this.#own(this.#current())
    return this.ask(() => run(writer))
  }

  /**
   * The same for the store at a path alone. Rejects with a Failure of code 'cancelled' once another is open, which
   * none becomes meanwhile.
   */
  keepIn<T>(path: string, run: (writer: WriterClient) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      if (this.#opened?.path !== path)
        throw new Failure('cancelled', `Nothing more is written to ${path}: it was closed.`)
      return this.keep(run)
    })
  }

  #current(): Opened {
    if (!this.#opened) throw new Failure('no-store', 'No store is open. Open or create one first.')
    return this.#opened
  }

  async #openAnother(path: string, opening: Opening): Promise<Opened> {
    const ownership = await takeOwnership(this.#link.client(), path, opening)
    try {
      return { path, reader: openStore(path, { access: 'read' }), ownership }
    } catch (error) {
      await letGo({ ownership })
      if (this.#opened) this.#opened.ownership = new Failure('internal', 'Another store could not be opened.')
      throw error
    }
  }

  /** The thread as owner of the store: asked for again after a thread died or another process let go. */
  async #own(opened: Opened): Promise<WriterClient> {
    await this.#claim(opened)
    if (!(opened.ownership instanceof Failure)) return opened.ownership
    throw new Failure('read-only', `Nothing can be written to the store: ${opened.ownership.message}`)
  }

  async #claim(opened: Opened): Promise<void> {
    const writer = this.#link.client()
    const before = opened.ownership
    if (before === writer) return
    opened.ownership = await takeOwnership(writer, opened.path, 'open')
    const isFreed = before instanceof Failure && opened.ownership === writer
    if (isFreed && opened === this.#opened) this.#tell(opened)
  }

  #tell(opened: Opened): StoreState {
    const state = stateOf(opened)
    this.#changed(state)
    return state
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run, run)
    this.#last = result.catch(() => undefined)
    return result
  }
}

/** Makes the thread owner of the store. Returns why it can be read only, where that is so. */
async function takeOwnership(
  writer: WriterClient,
  path: string,
  opening: Opening,
): Promise<WriterClient | Failure> {
  try {
    await writer.call(opening, { path })
    return writer
  } catch (error) {
    const failure = writerFailure(error)
    const isReadable = failure.code === 'store-busy' || failure.code === 'read-only'
    if (opening === 'open' && isReadable) return failure
    throw failure
  }
}

/** Lets other processes own the store. A thread that is gone has done so already. */
async function letGo({ ownership }: Pick<Opened, 'ownership'>): Promise<void> {
  if (ownership instanceof Failure) return
  try {
    await ownership.call('close', undefined)
  } catch (error) {
    if (asFailure(error).code !== 'engine-gone') throw error
  }
}

/** A failure of the writer's thread in words that name it. */
function writerFailure(error: unknown): Failure {
  const failure = asFailure(error)
  if (failure.code !== 'engine-gone') return failure
  return new Failure(
    'internal',
    "The store's writer ended before it was done; nothing was half written. Try again.",
  )
}

function stateOf({ reader, ownership }: Opened): StoreState {
  const { path, synthetic, symbols, sessions, bars, bytes, exchanges, firstSession, lastSession } =
    reader.summary()
  return {
    path,
    ...accessOf(ownership),
    synthetic,
    symbols,
    sessions,
    bars,
    bytes,
    exchanges: [...exchanges],
    ...(firstSession && { firstSession }),
    ...(lastSession && { lastSession }),
  }
}

function accessOf(ownership: Opened['ownership']): Pick<StoreState, 'access' | 'owner'> {
  if (!(ownership instanceof Failure)) return { access: 'owner' }
  return { access: 'read-only', ...(ownership.code === 'store-busy' && { owner: String(ownership.detail) }) }
}
