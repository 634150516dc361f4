import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { Failure } from '#shared/protocol/failure.ts'
import {
  type EnteredKeys,
  type HeldKey,
  type KeyPlace,
  keyPlaceShape,
  type SecretName,
  secretNames,
} from '#shared/protocol/keys-contract.ts'

/** What makes text unreadable for everybody but this user on this machine. */
export interface Cipher {
  /** Why nothing can be kept safely; undefined where it can. */
  problem(): string | undefined
  encrypt(text: string): Buffer
  /** Throws for what it has not encrypted. */
  decrypt(bytes: Buffer): string
}

const keptKeys = z.array(keyPlaceShape.extend({ secret: z.enum(secretNames), key: z.string() }))
type Keys = z.infer<typeof keptKeys>

/**
 * The keys of sources: in one file that only the system's keychain opens or, where there is none, in memory until
 * the program ends. They are read when they are needed and go to nobody but the engine.
 */
export class Keychain {
  readonly #file: string
  readonly #cipher: Cipher
  readonly #warn: (line: string) => void
  readonly #listeners = new Set<(source: string) => void>()
  #ofThisRun: Keys = []

  /** `file` is the file of the keys, which need not be there. */
  constructor(file: string, cipher: Cipher, warn: (line: string) => void) {
    this.#file = file
    this.#cipher = cipher
    this.#warn = warn
  }

  /** Why keys that are entered now are gone when the program ends; undefined where they are kept. */
  problem(): string | undefined {
    return this.#cipher.problem()
  }

  read(place: KeyPlace, secret: SecretName): string | undefined {
    const isAsked = (entry: Keys[number]): boolean => entry.secret === secret && isOf(entry, place)
    return (this.#ofThisRun.find(isAsked) ?? this.#kept().find(isAsked))?.key
  }

  held(place: KeyPlace): HeldKey[] {
    const thisRun = this.#ofThisRun.filter((entry) => isOf(entry, place)).map(({ secret }) => secret)
    const kept = this.#kept().filter((entry) => isOf(entry, place) && !thisRun.includes(entry.secret))
    return [
      ...thisRun.map((secret) => ({ secret, until: 'program-ends' }) as const),
      ...kept.map(({ secret }) => ({ secret, until: 'forgotten' }) as const),
    ]
  }

  /** Holds these keys in place of those of the same names. Throws a Failure when the file cannot be written. */
  set(place: KeyPlace, entered: EnteredKeys): void {
    const added = secretNames.flatMap((secret) => {
      const key = entered[secret]
      return key === undefined ? [] : [{ source: place.source, server: place.server, secret, key }]
    })
    const isReplaced = (entry: Keys[number]): boolean =>
      isOf(entry, place) && added.some(({ secret }) => secret === entry.secret)
    const others = this.#ofThisRun.filter((entry) => !isReplaced(entry))
    if (this.problem() === undefined) {
      this.#keep([...this.#kept().filter((entry) => !isReplaced(entry)), ...added])
      this.#ofThisRun = others
    } else this.#ofThisRun = [...others, ...added]
    this.#tell(place)
  }

  /** Forgets every key of this place. */
  forget(place: KeyPlace): void {
    this.#ofThisRun = this.#ofThisRun.filter((entry) => !isOf(entry, place))
    const kept = this.#kept()
    const left = kept.filter((entry) => !isOf(entry, place))
    if (left.length < kept.length) this.#keep(left)
    this.#tell(place)
  }

  /** Tells of sources whose keys are others now, until the returned function is called. */
  onChange(listener: (source: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell({ source }: KeyPlace): void {
    for (const listener of this.#listeners) listener(source)
  }

  /** Those of the file; none where the keychain does not open it. */
  #kept(): Keys {
    if (!existsSync(this.#file) || this.problem() !== undefined) return []
    try {
      return keptKeys.parse(JSON.parse(this.#cipher.decrypt(readFileSync(this.#file))))
    } catch {
      // Not a word of why: it could hold what is in the file.
      this.#warn(`${this.#file}: the kept keys cannot be read; enter them again.`)
      this.#putAside()
      return []
    }
  }

  #putAside(): void {
    try {
      renameSync(this.#file, `${this.#file}.unreadable`)
    } catch {
      // It stays, and the next keys take its place.
    }
  }

  #keep(keys: Keys): void {
    try {
      const unfinished = `${this.#file}.new`
      writeFileSync(unfinished, this.#cipher.encrypt(JSON.stringify(keys)), { mode: 0o600 })
      renameSync(unfinished, this.#file)
    } catch (error) {
      const cause = error instanceof Error && 'code' in error ? String(error.code) : 'the keychain refused'
      throw new Failure('internal', `${this.#file}: the keys cannot be kept (${cause}).`)
    }
  }
}

function isOf({ source, server }: KeyPlace, place: KeyPlace): boolean {
  return source === place.source && server === place.server
}
