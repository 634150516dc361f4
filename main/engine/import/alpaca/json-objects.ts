import { RefusedFile } from '../refused-file.ts'

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
/** Blanks, commas and brackets may stand between objects: one after another, one a line, or in a list. */
const between: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n,[]'))
/** A page of the server is a few MB; what is longer than this, no memory is kept ready for. */
const longestObject = 256 * 1024 * 1024

/** The objects of a text of JSON, each parsed, one after the other. Throws RefusedFile for what is no such text. */
export function* jsonObjects(pieces: Iterable<Uint8Array>): Generator<unknown> {
  let [depth, inString, isEscaped] = [0, false, false]
  let begun: Buffer[] = []
  let length = 0
  for (const piece of pieces) {
    let from = 0
    for (let index = 0; index < piece.length; index++) {
      const byte = piece[index] as number
      if (inString) {
        if (isEscaped) isEscaped = false
        else if (byte === backslash) isEscaped = true
        else if (byte === quote) inString = false
      } else if (byte === openBrace) {
        if (depth++ === 0) from = index
      } else if (depth === 0) {
        if (!between.has(byte)) throw new RefusedFile('is no JSON of bars as Alpaca answers with them')
      } else if (byte === quote) {
        inString = true
      } else if (byte === closeBrace && --depth === 0) {
        yield parsed(Buffer.concat([...begun, piece.subarray(from, index + 1)]))
        begun = []
        length = 0
      }
    }
    if (depth === 0) continue
    // The piece is written over by the next one.
    begun.push(Buffer.from(piece.subarray(from)))
    length += piece.length - from
    if (length > longestObject) throw new RefusedFile('has a page of more than 256 MiB; split it')
  }
  if (depth > 0) throw new RefusedFile('ends in the midst of a page: it was cut off')
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new RefusedFile(`is damaged JSON: ${error instanceof Error ? error.message : 'it does not parse'}`)
  }
}
