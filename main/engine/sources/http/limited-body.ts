/** More than this is no page of bars: 50,000 of them take 8 MB. */
const mostBytes = 64 * 1024 * 1024

/** The body of an answer was longer than any page of bars is. */
export class BodyTooLong extends Error {}

/** Reads the body of an answer as text. Throws BodyTooLong, and what fetch throws when it is cut off. */
export async function readBody(response: Response): Promise<string> {
  if (!response.body) return ''
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > mostBytes) throw new BodyTooLong(`more than ${mostBytes} bytes`)
  }
  return Buffer.concat(pieces).toString('utf8')
}
