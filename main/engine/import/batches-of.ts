import type { SessionBatch } from '../store/store.ts'
import type { BarReader } from './bar-reader.ts'
import { type DataFile, textPieces } from './bytes/data-file.ts'
import { RefusedFile } from './refused-file.ts'

interface Steps {
  /** Told how many bytes of the disk each step took. */
  readonly onRead?: (bytes: number) => void
  /** Called between two pieces of the file; what it throws ends the reading. */
  readonly afterPiece?: () => void
}

/** The bars of a file as `reader` reads them, session by session. Throws RefusedFile when the file is damaged. */
export function* batchesOf(
  file: DataFile,
  reader: BarReader,
  { onRead = () => {}, afterPiece = () => {} }: Steps = {},
): Generator<SessionBatch> {
  for (const piece of textPieces(file, onRead)) {
    yield* reader.read(piece)
    afterPiece()
  }
  yield* reader.finish()
}

/**
 * Throws RefusedFile, so that nothing of a file is taken, when its bad rows are too many: more than half of them,
 * or any where `strict`. `firstBad` says what is wrong with the first one.
 */
export function checkRows(rows: number, bad: number, firstBad: string | undefined, strict: boolean): void {
  if (rows === 0) throw new RefusedFile('holds no bars')
  const count = `${bad} of its ${rows} rows ${bad === 1 ? 'is' : 'are'} bad; ${firstBad}`
  if (bad > 0 && strict) throw new RefusedFile(`${count}. Import it without --strict to leave bad rows out`)
  if (bad * 2 > rows)
    throw new RefusedFile(`${count}. Check how it was read: separator, columns, time and zone`)
}
