import { RefusedFile } from '../refused-file.ts'

/** A line of bars is some hundred bytes; what is longer than this is no text of bars. */
const longestLine = 1024 * 1024

/** The bytes of a file that are in memory: what is left of the last piece, and the next one behind it. */
export class LineWindow {
  bytes = Buffer.alloc(0)
  /** Bytes [from, end) have not been read yet. */
  from = 0
  end = 0

  /** Takes the next piece in; what was read before is dropped. Throws RefusedFile when a line never ends. */
  append(piece: Uint8Array): void {
    const left = this.end - this.from
    if (left > longestLine) throw new RefusedFile('has a line of more than 1 MiB; it is no text file of bars')
    if (left + piece.length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(left + piece.length)
      this.bytes.copy(larger, 0, this.from, this.end)
      this.bytes = larger
    } else {
      this.bytes.copyWithin(0, this.from, this.end)
    }
    this.bytes.set(piece, left)
    this.from = 0
    this.end = left + piece.length
  }
}
