import { mkdir, rename } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { CallParams } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type {
  ListedStrategy,
  RemovedStrategy,
  SavedStrategy,
  StrategyVersion,
} from '#shared/protocol/strategy-calls.ts'
import { builtInStrategies } from '../backtest/strategies/built-in.ts'
import { writeWholeFile } from '../files/whole-file.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { Bin } from './bin.ts'
import { builtInTexts } from './built-in-texts.ts'
import { describeText } from './describe/describe-text.ts'
import { Descriptions } from './describe/descriptions.ts'
import { fileNameOf, freeFileName, isStrategyFile } from './files/file-names.ts'
import { type ListedFile, ListedFiles } from './files/listed-files.ts'
import { OpenedFiles } from './files/opened-files.ts'
import { badFile, hashOf, readTextFile, type TextFile } from './files/text-file.ts'
import { listedBuiltIn } from './listed-built-in.ts'
import { listedFileStrategy } from './listed-file-strategy.ts'
import { OneByOne } from './one-by-one.ts'
import { StrategyPlaces } from './strategy-places.ts'
import { renamedText, templateText } from './template.ts'
import { VersionFolder } from './versions/version-folder.ts'
import { FolderWatch } from './watch/folder-watch.ts'

/** How long a list waits for strategies that say what they are; those that take longer are listed as pending. */
const listWaitMs = 1500

export interface LibraryOptions {
  /** The strategies lie beside this file. */
  readonly settingsPath: string
  readonly time: TimeProvider
  readonly ticker: Ticker
  /** The thread that asks a text what it is. */
  readonly describeThread: URL
  /** Hears of files that came, went or changed, and of those that are told more of. */
  readonly changed: (ids: readonly string[]) => void
}

/** What a new strategy is made of. */
export type NewStrategy = CallParams<EngineContract, 'strategies.create'>

/** The strategies there are: those of the program, the files of a folder, and files that were opened elsewhere. */
export class StrategyLibrary {
  readonly #places: StrategyPlaces
  readonly #opened: OpenedFiles
  readonly #listed: ListedFiles
  readonly #bin: Bin
  readonly #descriptions: Descriptions
  readonly #watch: FolderWatch
  readonly #time: TimeProvider
  readonly #ticker: Ticker
  readonly #changed: (ids: readonly string[]) => void
  /** What reads and writes several files does so without another in between. */
  readonly #work = new OneByOne()
  readonly #closing = new AbortController()

  constructor({ settingsPath, time, ticker, describeThread, changed }: LibraryOptions) {
    this.#places = new StrategyPlaces(settingsPath)
    this.#opened = new OpenedFiles(this.#places.opened)
    this.#listed = new ListedFiles(this.#places, this.#opened)
    this.#bin = new Bin(this.#places.bin)
    this.#descriptions = new Descriptions((strategy) =>
      describeText(strategy, describeThread, ticker, this.#closing.signal),
    )
    this.#watch = new FolderWatch(ticker, () => void this.#look().catch(() => undefined))
    this.#time = time
    this.#ticker = ticker
    this.#changed = changed
  }

  /** All strategies; files are watched from the first time on. */
  async list(): Promise<ListedStrategy[]> {
    const { files } = await this.#look()
    const isAsked = await this.#describeAll(files)
    if (!isAsked) void this.#tellWhenDescribed(files)
    const strategies = files.map((listed) => {
      const known = listed.kind === 'text' ? this.#descriptions.known(textOf(listed)) : undefined
      return listedFileStrategy(listed, known, !this.#places.isInside(listed.path))
    })
    const byTitle = new Intl.Collator('en', { numeric: true })
    return [
      ...listedBuiltIn(),
      ...strategies.sort(
        (one, other) => byTitle.compare(one.title, other.title) || (one.id < other.id ? -1 : 1),
      ),
    ]
  }

  /** Throws a Failure of code 'usage' for what is not listed, of 'bad-file' for what cannot be read. */
  async read(id: string): Promise<TextFile> {
    const builtIn = Object.hasOwn(builtInTexts, id) ? builtInTexts[id] : undefined
    if (builtIn !== undefined) return { text: builtIn, hash: hashOf(builtIn) }
    const file = await readTextFile(await this.#check(id))
    if (!file) throw gone(id)
    return file
  }

  /** Makes a file and answers with its path. */
  create({ name, from }: NewStrategy): Promise<string> {
    return this.#work.run(async () => {
      const stem = fileNameOf(name)
      let ending = '.ts'
      let text = from.kind === 'text' ? from.text : templateText(name)
      if (from.kind === 'copy') {
        text = await this.#copyOf(from.id, name)
        ending = extname(from.id) || ending
      }
      const path = await this.#freePath(stem, ending)
      await this.#write(path, text)
      return path
    })
  }

  /** Writes a text, unless the file has another one than that with the hash `base`. */
  save(id: string, text: string, base: string | null): Promise<SavedStrategy> {
    return this.#work.run(async () => {
      const path = await this.#writable(id)
      const now = await readTextFile(path)
      if (base !== null) {
        if (!now) return { outcome: 'gone' }
        if (now.hash !== base) return { outcome: 'changed-outside', ...now }
      }
      const versions = this.#versionsOf(path)
      // What another program wrote is about to be written over.
      if (now) await versions.keep(now.text, this.#time.now())
      await this.#write(path, text)
      return { outcome: 'saved', hash: hashOf(text) }
    })
  }

  /** Gives a file of the folder another name, and answers with its new path. */
  rename(id: string, name: string): Promise<string> {
    return this.#work.run(async () => {
      const path = await this.#check(id)
      if (!this.#places.isInside(path))
        throw new Failure(
          'usage',
          `${path}: lies outside of the folder of strategies; rename it where it lies`,
        )
      const stem = fileNameOf(name)
      const ending = extname(path)
      if (`${stem}${ending}` === basename(path)) return path
      const target = await this.#freePath(stem, ending)
      const versions = this.#versionsOf(path)
      try {
        await rename(path, target)
      } catch (error) {
        throw badFile(path, 'could not be renamed', error)
      }
      await versions.moveTo(this.#versionsOf(target).path)
      await this.#look()
      return target
    })
  }

  /** Puts a file of the folder into the bin, and takes one that lies elsewhere off the list. */
  remove(id: string): Promise<void> {
    return this.#work.run(async () => {
      const path = await this.#check(id)
      if (this.#places.isInside(path)) await this.#bin.take(path, this.#versionsOf(path), this.#time.now())
      else await this.#opened.remove(path)
      await this.#look()
    })
  }

  removed(): Promise<readonly RemovedStrategy[]> {
    return this.#bin.list()
  }

  bringBack(removed: string): Promise<string> {
    return this.#work.run(async () => {
      const path = await this.#bin.giveBack(removed, async (name) => {
        const ending = extname(name)
        const file = await this.#freePath(basename(name, ending), ending)
        return { file, versions: this.#versionsOf(file) }
      })
      await this.#look()
      return path
    })
  }

  async versions(id: string): Promise<readonly StrategyVersion[]> {
    return this.#versionsOf(await this.#check(id)).list()
  }

  async version(id: string, version: string): Promise<TextFile> {
    return this.#versionsOf(await this.#check(id)).read(version)
  }

  /** Lists a file that lies elsewhere, and answers with its path. */
  open(given: string): Promise<string> {
    return this.#work.run(async () => {
      const path = resolve(given)
      if (!isStrategyFile(basename(path)))
        throw new Failure('bad-file', `${path}: is no strategy; open a file that ends in .ts or .js`)
      if (!(await readTextFile(path)))
        throw new Failure('bad-file', `${path}: does not exist; open another file`)
      if (!this.#places.isInside(path)) await this.#opened.add(path)
      await this.#look()
      return path
    })
  }

  close(): void {
    this.#closing.abort()
    this.#watch.close()
  }

  async #look(): Promise<{ readonly files: readonly ListedFile[] }> {
    const { files, changed } = await this.#listed.look()
    if (this.#closing.signal.aborted) return { files }
    this.#watch.follow(new Set([this.#places.folder, ...files.map(({ path }) => dirname(path))]))
    if (changed.length > 0) this.#changed(changed)
    return { files }
  }

  /** Asks all texts what they are. Answers whether that was through before the list had waited long enough. */
  #describeAll(files: readonly ListedFile[]): Promise<boolean> {
    const asked = files.flatMap((file) => (file.kind === 'text' ? [this.#descriptions.of(textOf(file))] : []))
    return new Promise((done) => {
      const cancel = this.#ticker.after(listWaitMs, () => done(false))
      void Promise.all(asked).then(() => {
        cancel()
        done(true)
      })
    })
  }

  async #tellWhenDescribed(files: readonly ListedFile[]): Promise<void> {
    const pending = files.filter((file) => file.kind === 'text' && !this.#descriptions.known(textOf(file)))
    await this.#describeRest(pending)
    if (!this.#closing.signal.aborted) this.#changed(pending.map(({ path }) => path))
  }

  async #describeRest(files: readonly ListedFile[]): Promise<void> {
    for (const file of files) if (file.kind === 'text') await this.#descriptions.of(textOf(file))
  }

  /** The path of a file that is listed. Throws a Failure of code 'usage' for any other. */
  async #check(id: string): Promise<string> {
    if (Object.hasOwn(builtInStrategies, id))
      throw new Failure('usage', `${id} comes with the program and stays as it is: make a copy of it`)
    if (!(await this.#listed.has(id))) throw gone(id)
    return id
  }

  /** The same; one of the folder need not be there. */
  async #writable(id: string): Promise<string> {
    return this.#places.isInside(id) && isStrategyFile(basename(id)) ? id : this.#check(id)
  }

  async #copyOf(id: string, name: string): Promise<string> {
    const { text } = await this.read(id)
    const known = builtInStrategies[id]?.name ?? this.#titleOf(text, id)
    return known === undefined ? text : renamedText(text, known, name)
  }

  #titleOf(text: string, file: string): string | undefined {
    const known = this.#descriptions.known({ text, file })
    return known?.kind === 'sound' ? known.title : undefined
  }

  async #write(path: string, text: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true }).catch((error) => {
      throw badFile(dirname(path), 'could not be made', error)
    })
    await writeWholeFile(path, (write) => write(text))
    await this.#versionsOf(path).keep(text, this.#time.now())
    await this.#look()
  }

  #versionsOf(path: string): VersionFolder {
    return new VersionFolder(this.#places.versionsOf(path))
  }

  async #freePath(stem: string, ending: string): Promise<string> {
    const taken = new Set((await this.#listed.inFolder()).map((path) => basename(path).toLowerCase()))
    return join(
      this.#places.folder,
      freeFileName(stem, ending, (name) => taken.has(name.toLowerCase())),
    )
  }
}

function textOf(listed: Extract<ListedFile, { kind: 'text' }>): {
  readonly text: string
  readonly file: string
} {
  return { text: listed.file.text, file: listed.path }
}

function gone(id: string): Failure {
  return new Failure('usage', `${id} is not among the strategies: list them again, or open the file`)
}
