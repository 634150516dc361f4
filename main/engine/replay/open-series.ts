import { allocateColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { ChartSeries } from './chart-series.ts'
import { joinColumns } from './hours.ts'
import { LiveMinutes } from './live-bars.ts'
import type { Replay } from './replay.ts'

export interface ChartRequest {
  readonly symbol: string
  readonly interval: Interval
  /** Whether the sessions before the replayed one are shown too. */
  readonly trailing: boolean
}

/** The series of a chart. Throws a Failure with code 'unknown-symbol' when the replay does not have the symbol. */
export function openSeries(replay: Replay, { symbol, interval, trailing }: ChartRequest): ChartSeries {
  const loaded = replay.loadedSymbol(symbol)
  const past = trailing ? loaded.trailing : []
  if (interval !== oneMinute) throw new Failure('usage', `No charts of ${interval} yet.`)
  const history = past.length === 0 ? allocateColumns(0) : joinColumns(past.map(({ columns }) => columns))
  return new ChartSeries(symbol, history, new LiveMinutes(replay.data.symbolSession(symbol)))
}
