import { calendarOf } from '#shared/calendar/calendars.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { prepareAlpaca } from './alpaca/prepare.ts'
import { detectCsv } from './csv/detect.ts'
import type { Dialect } from './dialect.ts'
import type { TextFile } from './discovery.ts'
import { leanDialect } from './lean/dialect.ts'
import type { LeanPlace } from './lean/layout.ts'
import { exchangeOfMarket, placeWithMarket } from './lean/market.ts'

/** A file with all that is needed to read it. */
export interface PreparedFile {
  readonly dialect: Dialect
  /** Whether the file itself says that its bars are made up. */
  readonly synthetic: boolean
  /** How the file was understood, one line a fact. */
  readonly findings: readonly string[]
  /** What about it looks wrong or was guessed, one line each. */
  readonly warnings: readonly string[]
}

/**
 * Finds out how a file is to be read; a text is the reason why it is left out without being at fault. Throws
 * RefusedFile when the file cannot be read as bars.
 */
export function prepare(found: TextFile, options: ImportOptions): PreparedFile | string {
  switch (found.format) {
    case 'csv':
      return detectCsv(found.file, options)
    case 'alpaca':
      return prepareAlpaca(found, options)
    case 'lean':
      return prepareLean(found.place, options)
  }
}

function prepareLean(named: LeanPlace, options: ImportOptions): PreparedFile | string {
  const place = placeWithMarket(named, options.exchange)
  const exchange = options.exchange ?? exchangeOfMarket(place)
  if (exchange === undefined) {
    return `is of the LEAN market ${place.security}/${place.market}; name its exchange with --exchange`
  }
  const dialect = leanDialect(place, calendarOf(exchange))
  const symbol = place.symbol.toUpperCase()
  if (options.symbol !== undefined && options.symbol !== symbol)
    return `is of ${symbol}, not of ${options.symbol}`
  const market = `${place.security}${place.market === '' ? '' : `/${place.market}`}`
  return {
    dialect,
    synthetic: false,
    findings: [
      `layout: LEAN ${market}, ${place.resolution}, ${place.kind} bars`,
      `exchange: ${dialect.calendar.exchange}`,
      `zone: ${dialect.zone}`,
      `prices: ${dialect.priceExponent === 0 ? 'as written' : 'divided by 10,000'}`,
    ],
    warnings:
      named.security === ''
        ? [`lies outside LEAN's folders and was read as ${market} of ${dialect.calendar.exchange}`]
        : [],
  }
}
