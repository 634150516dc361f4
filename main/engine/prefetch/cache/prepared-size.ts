import type { BarColumns } from '#shared/bars/columns.ts'
import type { LoadedSession } from '../../replay/loaded-session.ts'

/** Six columns of eight bytes and a state. */
const bytesABar = 49
/** What a symbol takes beside its bars. */
const bytesASymbol = 2_048

/**
 * Derives what a loaded session will be asked for, so that a start has it at hand, and answers about how many bytes
 * all of it takes; a step a symbol. Columns that several windows share count once.
 */
export function* readyAll({ symbols }: LoadedSession): Generator<undefined, number, undefined> {
  const counted = new Set<Float64Array>()
  let bytes = 0
  const add = ({ start }: BarColumns): void => {
    if (counted.has(start)) return
    counted.add(start)
    bytes += start.length * bytesABar
  }
  for (const { symbol, columns, late, exchange } of symbols) {
    bytes += bytesASymbol
    add(columns)
    if (late) add(late.columns)
    for (const interval of exchange.history.intervals(symbol))
      for (const { bars } of exchange.history.trailingSessions(symbol, interval)) add(bars.columns)
    yield
  }
  return bytes
}
