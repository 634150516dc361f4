import { isAbsolute } from 'node:path'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { ListedSource, SourceForm, SourcesState } from '#shared/protocol/source-calls.ts'
import type { StoredSource } from '../../store/store.ts'
import type { OpenStore } from '../../system/open-store.ts'
import type { SourceTest } from '../data-source.ts'
import { folderFormat, makeSource, type SourceSurroundings, usualLimits } from '../registry/make-source.ts'
import {
  definitionOf,
  formOf,
  type NamedSource,
  parseSourceName,
  readStoredSource,
} from '../registry/source-definition.ts'
import { namedSource } from '../registry/source-registry.ts'
import { sourceWords } from '../registry/source-words.ts'
import { keyPlaceOf } from '../secrets/key-account.ts'
import type { StoreSecrets } from '../secrets/store-secrets.ts'
import { SourceTests } from './source-tests.ts'

interface DeskSurroundings extends Omit<SourceSurroundings, 'store'> {
  readonly store: OpenStore
  readonly secrets: StoreSecrets
  /** Told when sources, their order, or what lets them in are not what they were. */
  readonly changed: () => void
  /** Told whenever the list is another one, be it by a test. */
  readonly listed: () => void
}

/** The sources of the open store as a window lists, changes and tests them. */
export class SourceDesk {
  readonly #around: DeskSurroundings
  readonly #tests: SourceTests

  constructor(around: DeskSurroundings) {
    this.#around = around
    this.#tests = new SourceTests(around.time, around.ticker)
  }

  /** Throws a Failure with code 'no-store' when no store is open, as everything here does. */
  async state(): Promise<SourcesState> {
    const { reader } = this.#around.store
    const feeds = [...reader.feeds()]
    const sources = await Promise.all(reader.sources().map((stored) => this.#listed(stored)))
    return { sources, feeds, usualLimits }
  }

  /**
   * Adds a source behind the others. Throws a Failure with code 'read-only' when the store belongs to another
   * process, and with 'usage' or 'unknown-exchange' for what makes no sense; its detail names the field.
   */
  async add(name: string, form: SourceForm): Promise<void> {
    if (parseSourceName(name) === undefined)
      throw new Failure(
        'usage',
        `A name has lower case letters, digits, dots and dashes, at most 40; "${name}" is none`,
        { field: 'name' },
      )
    checkFolder(form)
    const definition = definitionOf(form, {})
    await this.#around.store.write((writer) => writer.call('addSource', { name, definition }))
    this.changed(name)
  }

  /** Describes a source anew; throws like `add`, or 'unknown-source'. */
  async change(name: string, form: SourceForm): Promise<void> {
    checkFolder(form)
    const { limits } = namedSource(this.#around.store.reader, name).definition
    const definition = definitionOf(form, limits)
    await this.#around.store.write((writer) => writer.call('changeSource', { name, definition }))
    this.changed(name)
  }

  async remove(name: string): Promise<void> {
    await this.#around.store.write((writer) => writer.call('removeSource', { name }))
    this.changed(name)
  }

  async order(names: readonly string[]): Promise<void> {
    await this.#around.store.write((writer) => writer.call('orderSources', { names: [...names] }))
    this.#changed()
  }

  /** Finds out whether a source can be read. Throws a Failure with code 'cancelled' when it is stopped. */
  async test(name: string): Promise<NonNullable<ListedSource['test']>> {
    const named = namedSource(this.#around.store.reader, name)
    const result = await this.#tests.run(name, (signal) => this.#test(named, signal))
    this.#around.listed()
    return result
  }

  stopTest(name: string): void {
    this.#tests.stop(name)
  }

  /** What a source is, or what it is let in with, is new. */
  changed(name: string): void {
    this.#tests.forget(name)
    this.#changed()
  }

  /** The store is another one. */
  startAnew(): void {
    this.#tests.forgetAll()
  }

  #changed(): void {
    this.#around.changed()
    this.#around.listed()
  }

  async #listed(stored: StoredSource): Promise<ListedSource> {
    const { name } = stored
    try {
      const named = readStoredSource(this.#around.store.reader.path, stored)
      const server = keyPlaceOf(named)?.server
      const test = this.#tests.resultOf(name)
      return {
        name,
        words: sourceWords(named.definition),
        form: formOf(named.definition),
        keys: await this.#around.secrets.keysOf(named),
        ...(server !== undefined && { server }),
        ...(test && { test }),
      }
    } catch (error) {
      return { name, words: asFailure(error).message, keys: [] }
    }
  }

  async #test(named: NamedSource, signal: AbortSignal): Promise<SourceTest> {
    const { store } = this.#around
    const { definition } = named
    if (definition.kind === 'lean' || definition.kind === 'files') {
      // To list a folder can take long, and this thread plays the replay.
      const place = { path: definition.folder, format: folderFormat(definition.kind) }
      return await store.ask((writer) => writer.call('testFolder', place))
    }
    // A person waits: what the first try says is what they want to know.
    const once = { ...named, definition: { ...definition, limits: { ...definition.limits, tries: 1 } } }
    const source = makeSource(once, { ...this.#around, store: store.reader })
    try {
      return await source.test(signal)
    } finally {
      await source.close()
    }
  }
}

/** Nobody knows against which folder the window would resolve another one. */
function checkFolder({ kind, place }: SourceForm): void {
  if ((kind === 'lean' || kind === 'files') && !isAbsolute(place))
    throw new Failure('usage', `"${place}" is no full path of a folder; choose the folder`, {
      field: 'place',
    })
}
