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
import { watchQuality } from './quality-board.ts'
import { watchQuotes } from './quote-board.ts'

/** What a row of the watchlist shows of its symbol. */
export interface RowNews {
  /** NaN before the first bar. */
  readonly price: number
  readonly gauge: Gauge
  /** Whether no bar has come for longer than it should be. */
  readonly isLate: boolean
  readonly lag: LagWords | undefined
}

/** Tells what frames and upkeep say of a symbol, whose place in the replay is `index`, until the returned function is called. */
export function watchRow(symbol: string, index: number, listener: (news: RowNews) => void): () => void {
  let measured: MeasuredMinutes | undefined
  let frame: CoveredMinutes = { recorded: 0, expected: 0 }
  let price = Number.NaN
  let state = -1
  let silent = -1
  let isLate = false
  let lag: LagWords | undefined
  const tell = (): void => listener({ price, gauge: gaugeOf(measured, frame), isLate, lag })
  const stopQuality = watchQuality((quality) => {
    measured = measuredOf(quality, symbol, index)
    tell()
  })
  const stopQuotes = watchQuotes((quotes) => {
    if (index >= quotes.last.length) return
    const next = at(quotes.last, index)
    const recorded = quotes.recorded[index] ?? 0
    const expected = quotes.expected[index] ?? 0
    const isSameState = state === quotes.state[index] && silent === quotes.silent[index]
    const isSameFrame = frame.recorded === recorded && frame.expected === expected && isSameState
    if (isSameFrame && Object.is(price, next)) return
    price = next
    frame = { recorded, expected }
    state = quotes.state[index] ?? 0
    silent = quotes.silent[index] ?? 0
    const name = symbolStates[state]
    isLate = name === 'late' || name === 'stalled'
    lag = lagWords(name, silent, recorded > 0)
    tell()
  })
  return () => {
    stopQuality()
    stopQuotes()
  }
}

/** All that a row says of its minutes, a sentence a line. */
export function rowLines({ gauge, lag }: RowNews): readonly string[] {
  return lag ? [...gaugeLines(gauge), `${lag.long}.`] : gaugeLines(gauge)
}
