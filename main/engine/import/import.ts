import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Failure } from '#shared/protocol/failure.ts'
import type { ImportOptions, ImportReport } from '#shared/protocol/import-calls.ts'
import type { SessionBatch, StoreWriter } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { BarReader } from './bar-reader.ts'
import { batchesOf, checkRows } from './batches-of.ts'
import { filePieces } from './bytes/data-file.ts'
import { discover, type FoundFactorFile, type FoundFile, refusalOf, type TextFile } from './discovery.ts'
import { readFactorFile } from './lean/factor-file.ts'
import { checkOptions } from './options.ts'
import { type PreparedFile, prepare } from './prepare.ts'
import { withText } from './with-text.ts'
import { ZoneShiftCheck } from './zone-shift.ts'
import { zoneWarning } from './zone-warning.ts'

/** How far an import is; bytes are those on the disk, bars those read so far. */
export interface ImportProgress {
  readonly file: string
  readonly filesDone: number
  readonly files: number
  readonly bytesDone: number
  readonly bytes: number
  readonly bars: number
}

export interface ImportSurroundings {
  readonly writer: Pick<StoreWriter, 'importFile' | 'importFactors'>
  readonly time: TimeProvider
  readonly onProgress?: (progress: ImportProgress) => void
  /**
   * Asked between the pieces of a file, also while its transaction is open; a thread that hears of the wish to
   * stop only in its event loop hears of it between files, so let this read shared memory.
   */
  readonly isCancelled?: () => boolean
}

/** What an import did, and how many files it could not take as a whole: more than none means that it failed. */
export interface ImportOutcome extends ImportReport {
  readonly refusedFiles: number
}

/** Rejected rows that are listed; more are only counted. */
const mostListed = 1_000_000
const progressMs = 50

/**
 * Imports the bars of a file or of a folder of files, and LEAN's factors for splits and dividends, each file in one
 * transaction. Rows that cannot be right are
 * left out and listed, files that cannot be read as a whole are listed as skipped and counted as refused, with
 * their bad rows listed too; the rest goes on. Throws a Failure: 'usage' for options that make no sense, 'bad-file' when there is nothing at the path,
 * 'cancelled' when `isCancelled` says so, then the file at hand leaves nothing.
 */
export async function runImport(
  options: ImportOptions,
  surroundings: ImportSurroundings,
): Promise<ImportOutcome> {
  checkOptions(options)
  return new ImportRun(options, surroundings).run()
}

class ImportRun {
  readonly #options: ImportOptions
  readonly #around: ImportSurroundings
  readonly #rejected: { file: string; line: number; reason: string }[] = []
  readonly #skipped: { file: string; reason: string }[] = []
  readonly #warnings: string[] = []
  readonly #symbols = new Set<string>()
  readonly #sessions = new Set<string>()
  #file = ''
  #filesFound = 0
  #files = 0
  #filesDone = 0
  #bytes = 0
  #bytesDone = 0
  #barsRead = 0
  #barsStored = 0
  #rejectedRows = 0
  #refusedFiles = 0
  #reportedAt = Number.NEGATIVE_INFINITY

  constructor(options: ImportOptions, around: ImportSurroundings) {
    this.#options = options
    this.#around = around
  }

  async run(): Promise<ImportOutcome> {
    const { found, factors, skipped, refused } = discover(this.#options.path, this.#options.format)
    this.#filesFound = found.length + factors.length
    this.#skipped.push(...skipped)
    for (const { file, reason } of refused) this.#refuse(file, reason)
    this.#bytes = [...factors, ...found].reduce((sum, { file }) => sum + file.bytes, 0)
    for (const next of factors) {
      this.#file = next.file.name
      this.#importFactors(next)
      this.#filesDone++
      await nextTurn()
    }
    for (const next of found) {
      this.#file = next.file.name
      await this.#importOne(next)
      this.#filesDone++
      await nextTurn()
    }
    this.#reportProgress()
    return {
      files: this.#files,
      symbols: this.#symbols.size,
      sessions: this.#sessions.size,
      bars: this.#barsStored,
      rejected: this.#rejected,
      rejectedRows: this.#rejectedRows,
      skipped: this.#skipped,
      warnings: this.#warnings,
      refusedFiles: this.#refusedFiles,
    }
  }

  async #importOne(found: FoundFile): Promise<void> {
    const bytesBefore = this.#bytesDone
    try {
      await withText(found, (text) => this.#importText(found, text))
    } catch (error) {
      this.#refuse(found.file.name, refusalOf(error))
    }
    this.#bytesDone = bytesBefore + found.file.bytes
  }

  /** Stores the bars of a file that was found, as they are read from `text`. */
  async #importText(found: FoundFile, text: TextFile): Promise<void> {
    const prepared = prepare(text, this.#options)
    if (typeof prepared === 'string') this.#skipped.push({ file: found.file.name, reason: prepared })
    else this.#store(found, text, prepared, await this.#hash(found.file.path))
  }

  #importFactors({ file, symbol }: FoundFactorFile): void {
    const { writer, time } = this.#around
    const { symbol: wanted, feed = 'lean' } = this.#options
    this.#pulse()
    this.#bytesDone += file.bytes
    if (wanted !== undefined && wanted !== symbol) {
      this.#skipped.push({ file: file.name, reason: `is of ${symbol}, not of ${wanted}` })
      return
    }
    try {
      const bytes = readFileSync(file.path)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const rows = readFactorFile(bytes.toString('utf8'))
      writer.importFactors({ feed, synthetic: false, name: file.name, sha256, at: time.now() }, symbol, rows)
      this.#files++
      this.#symbols.add(symbol)
    } catch (error) {
      this.#refuse(file.name, refusalOf(error))
    }
  }

  #refuse(file: string, reason: string): void {
    this.#skipped.push({ file, reason })
    this.#refusedFiles++
  }

  async #hash(path: string): Promise<string> {
    const hash = createHash('sha256')
    for (const piece of filePieces(path, () => {})) {
      hash.update(piece)
      this.#pulse()
      await nextTurn()
    }
    return hash.digest('hex')
  }

  #store({ file, format }: FoundFile, text: TextFile, prepared: PreparedFile, sha256: string): void {
    const { writer, time } = this.#around
    const symbols = new Set<string>()
    const sessions = new Set<string>()
    const shifts = new ZoneShiftCheck(prepared.dialect.calendar)
    const seen = (batch: SessionBatch): void => {
      symbols.add(batch.symbol)
      sessions.add(`${prepared.dialect.calendar.exchange} ${batch.session}`)
      if (batch.interval.endsWith('d')) return
      shifts.add(batch.session, (batch.kind === 'trade' ? batch.columns : batch.columns.bid).start)
    }
    const { synthetic } = prepared
    // A feed is of the market or made up, never both.
    const { feed = synthetic ? 'synthetic' : format } = this.#options
    const stored = writer.importFile(
      { feed, synthetic, name: file.name, sha256, at: time.now() },
      this.#batches(text.file, file.bytes / text.file.bytes, prepared, seen),
    )
    this.#files++
    this.#barsStored += stored.added + stored.revised
    for (const symbol of symbols) this.#symbols.add(symbol)
    for (const session of sessions) this.#sessions.add(session)
    this.#warnings.push(...prepared.warnings.map((warning) => `${file.name}: ${warning}`))
    const shift = shifts.shift()
    if (shift !== undefined) this.#warnings.push(`${file.name}: ${zoneWarning(shift, prepared.dialect)}`)
  }

  /** Reads the bars of a text; a byte of it stands for `bytesOnDisk` bytes of the file that was found. */
  *#batches(
    file: TextFile['file'],
    bytesOnDisk: number,
    { dialect }: PreparedFile,
    seen: (batch: SessionBatch) => void,
  ): Generator<SessionBatch> {
    const barsBefore = this.#barsRead
    const rejectedBefore = this.#rejectedRows
    let firstBad: string | undefined
    const reader = new BarReader(dialect, (line, reason) => {
      firstBad ??= `line ${line} ${reason}`
      this.#rejectedRows++
      if (this.#rejected.length < mostListed) this.#rejected.push({ file: file.name, line, reason })
    })
    const steps = {
      onRead: (bytes: number): void => {
        this.#bytesDone += bytes * bytesOnDisk
      },
      afterPiece: (): void => {
        this.#barsRead = barsBefore + reader.bars
        this.#pulse()
      },
    }
    for (const batch of batchesOf(file, reader, steps)) {
      seen(batch)
      yield batch
    }
    this.#barsRead = barsBefore + reader.bars
    checkRows(reader.rows, this.#rejectedRows - rejectedBefore, firstBad, this.#options.strict)
  }

  #pulse(): void {
    if (this.#around.isCancelled?.()) {
      throw new Failure(
        'cancelled',
        `The import was cancelled at ${this.#file}; nothing of this file was stored.`,
      )
    }
    if (this.#around.time.now() - this.#reportedAt >= progressMs) this.#reportProgress()
  }

  #reportProgress(): void {
    this.#reportedAt = this.#around.time.now()
    this.#around.onProgress?.({
      file: this.#file,
      filesDone: this.#filesDone,
      files: this.#filesFound,
      bytesDone: this.#bytesDone,
      bytes: this.#bytes,
      bars: this.#barsRead,
    })
  }
}
