import { symbolShape } from '#shared/protocol/shapes.ts'

/** A symbol as the store writes it, from text in any case; undefined when the text is none. */
export function parseSymbol(text: string): string | undefined {
  const symbol = symbolShape.safeParse(text.trim().toUpperCase())
  return symbol.success ? symbol.data : undefined
}

/** Endings of data files, which may follow each other. */
const endings = /\.(?:csv|txt|gz|zip|parquet|pq|json)$/i
/** Words of file names that say what is in the file, but not of which symbol. */
const noSymbol =
  /^(?:dat|ascii|mt|full|bars?|data|history|ohlcv|minutes?|hour(?:ly)?|daily|day|intraday|m\d+|\d+(?:s|m|h|d|min|mins|minute|hour|day)|[\d-]{6,})$/i
const intervalEnding = /[-.](?:ohlcv-)?(?:\d+(?:m|h|d|min|minute|hour|day)|daily|intraday)$/i

/** The symbol that a file is named after, e.g. SPY of `spy_1min.csv`; undefined when its name holds none. */
export function symbolOfFileName(name: string): string | undefined {
  let stem = name
  while (endings.test(stem)) stem = stem.replace(endings, '')
  const words = stem.replace(intervalEnding, '').split(/[_\s]+/)
  for (const word of words) {
    if (word !== '' && !noSymbol.test(word)) return parseSymbol(word)
  }
  return undefined
}
