import type { DataSource } from '../../sources/data-source.ts'
import { makeSource, type SourceSurroundings } from '../../sources/registry/make-source.ts'
import type { NamedSource } from '../../sources/registry/source-definition.ts'
import { listSources } from '../../sources/registry/source-registry.ts'
import type { Secrets } from '../../sources/secrets/secrets.ts'
import type { StoreReader } from '../../store/store.ts'
import { readsItself } from '../../upkeep/fill/reads-itself.ts'
import type { Work } from './work-list.ts'

interface OpenSource {
  readonly named: NamedSource
  readonly source: DataSource
}

export interface RunSourceSurroundings extends Omit<SourceSurroundings, 'store' | 'secrets'> {
  readonly store: StoreReader
  /** What lets a source in. */
  readonly secretsOf: (source: NamedSource) => Secrets
}

/** The sources of one run, in the order of its plan; each is made once, since limits hold for what is asked of it. */
export class RunSources {
  readonly #store: StoreReader
  readonly #open: readonly OpenSource[]
  /** Names in the plan that the store has no source of. */
  readonly unknown: readonly string[]

  /** `names` in their order; the sources of the store in theirs when there are none. Throws for one that makes no sense. */
  constructor(names: readonly string[], around: RunSourceSurroundings) {
    const stored = listSources(around.store)
    const wanted =
      names.length === 0 ? stored : names.flatMap((name) => stored.find((one) => one.name === name) ?? [])
    this.#store = around.store
    this.unknown = names.filter((name) => !stored.some((one) => one.name === name))
    this.#open = wanted.map((named) => ({
      named,
      source: makeSource(named, { ...around, secrets: around.secretsOf(named) }),
    }))
  }

  get count(): number {
    return this.#open.length
  }

  /** Those that can know more of a session than the store has: not the feed that it came from. */
  of({ symbol, session }: Work): readonly DataSource[] {
    return this.#open
      .filter(({ named }) => !readsItself(this.#store, named, symbol, session))
      .map(({ source }) => source)
  }

  async close(): Promise<void> {
    for (const { source } of this.#open) await source.close()
  }
}
