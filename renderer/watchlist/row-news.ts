import { at } from '#shared/bars/columns.ts'
import { symbolStates } from '#shared/protocol/session-calls.ts'
import {
  type CoveredMinutes,
  type Gauge,
  gaugeLines,
  gaugeOf,
  type MeasuredMinutes,
  measuredOf,
} from './gauge.ts'
import { type LagWords, lagWords } from './lag-words.ts'
import { shownQuality, watchQuality } from './quality-board.ts'
import { latestQuotes, type Quotes, watchQuotes } from './quote-board.ts'
import { type RowPlace, watchPlaces } from './row-places.ts'

/** What a row of the watchlist shows of its symbol. */
export interface RowNews {
  /** NaN before the first bar. */
  readonly price: number
  readonly previousClose: number | undefined
  readonly gauge: Gauge
  /** Whether no bar has come for longer than it should be. */
  readonly isLate: boolean
  readonly lag: LagWords | undefined
}

/** What the last frame tells of a symbol. */
interface RowQuote {
  readonly price: number
  readonly covered: CoveredMinutes
  readonly state: number
  readonly silent: number
}

const noQuote: RowQuote = { price: Number.NaN, covered: { recorded: 0, expected: 0 }, state: -1, silent: 0 }

/**
 * Tells what frames and upkeep say of a symbol until the returned function is called. In another replay it has
 * nothing of the one before.
 */
export function watchRow(symbol: string, listener: (news: RowNews) => void): () => void {
  let place: RowPlace | undefined
  let measured: MeasuredMinutes | undefined
  let quote = noQuote
  const tell = (): void => listener(newsOf(quote, place, measured))
  const stopPlaces = watchPlaces((places) => {
    place = places.get(symbol)
    measured = place && measuredOf(shownQuality(), symbol, place.index)
    quote = quoteAt(latestQuotes(), place)
    tell()
  })
  const stopQuality = watchQuality((quality) => {
    measured = place && measuredOf(quality, symbol, place.index)
    tell()
  })
  const stopQuotes = watchQuotes((quotes) => {
    const next = quoteAt(quotes, place)
    if (isSame(quote, next)) return
    quote = next
    tell()
  })
  return () => {
    stopPlaces()
    stopQuality()
    stopQuotes()
  }
}

function newsOf(
  { price, covered, state, silent }: RowQuote,
  place: RowPlace | undefined,
  measured: MeasuredMinutes | undefined,
): RowNews {
  const name = symbolStates[state]
  return {
    price,
    previousClose: place?.previousClose,
    gauge: gaugeOf(measured, covered),
    isLate: name === 'late' || name === 'stalled',
    lag: lagWords(name, silent, covered.recorded > 0),
  }
}

function quoteAt(quotes: Quotes | undefined, place: RowPlace | undefined): RowQuote {
  if (!quotes || !place || place.index >= quotes.last.length) return noQuote
  const { index } = place
  return {
    price: at(quotes.last, index),
    covered: { recorded: quotes.recorded[index] ?? 0, expected: quotes.expected[index] ?? 0 },
    state: quotes.state[index] ?? -1,
    silent: quotes.silent[index] ?? 0,
  }
}

function isSame(one: RowQuote, other: RowQuote): boolean {
  return (
    Object.is(one.price, other.price) &&
    one.state === other.state &&
    one.silent === other.silent &&
    one.covered.recorded === other.covered.recorded &&
    one.covered.expected === other.covered.expected
  )
}

/** All that a row says of its minutes, a sentence a line. */
export function rowLines({ gauge, lag }: RowNews): readonly string[] {
  return lag ? [...gaugeLines(gauge), `${lag.long}.`] : gaugeLines(gauge)
}
