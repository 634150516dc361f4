/** A stretch of a text, `end` exclusive, in UTF-16 units. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** The text with spaces for everything in a range but its line breaks, so that lines and columns stay. */
export function blank(text: string, { start, end }: TextRange): string {
  return replaceRange(text, { start, end }, text.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, ' '))
}

/** The text with another of the same length, or a shorter one filled with spaces, in a range. */
export function replaceRange(text: string, { start, end }: TextRange, by: string): string {
  return text.slice(0, start) + by.padEnd(end - start) + text.slice(end)
}
