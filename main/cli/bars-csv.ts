import { at, type BarColumns } from '#shared/bars/columns.ts'
import { stateName } from '#shared/bars/state.ts'
import { formatNumber } from '#shared/text/plain-number.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'

export const barsHeader = 'start,open,high,low,close,volume,state\n'

/** Bars as lines of CSV below that header, LF line ends. */
export function barLines(columns: BarColumns): string {
  let text = ''
  for (let i = 0; i < columns.start.length; i++) {
    text += `${formatUtc(at(columns.start, i) as EpochMs)},${formatNumber(at(columns.open, i))},`
    text += `${formatNumber(at(columns.high, i))},${formatNumber(at(columns.low, i))},`
    text += `${formatNumber(at(columns.close, i))},${formatNumber(at(columns.volume, i))},`
    text += `${stateName(at(columns.state, i))}\n`
  }
  return text
}
