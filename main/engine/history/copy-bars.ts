import { at, type BarColumns, type BarRange } from '#shared/bars/columns.ts'

/** A range shorter than this is copied bar by bar: six views cost more than its values. */
const fewBars = 8

/** Writes the bars of a range into `target` from index `offset` on. */
export function copyBars(target: BarColumns, offset: number, range: BarRange): void {
  if (range.to - range.from < fewBars) copyOneByOne(target, offset, range)
  else copyAtOnce(target, offset, range)
}

function copyOneByOne(target: BarColumns, offset: number, { columns, from, to }: BarRange): void {
  for (let index = from, place = offset; index < to; index++, place++) {
    target.start[place] = at(columns.start, index)
    target.open[place] = at(columns.open, index)
    target.high[place] = at(columns.high, index)
    target.low[place] = at(columns.low, index)
    target.close[place] = at(columns.close, index)
    target.volume[place] = at(columns.volume, index)
    target.state[place] = at(columns.state, index)
  }
}

function copyAtOnce(target: BarColumns, offset: number, { columns, from, to }: BarRange): void {
  target.start.set(columns.start.subarray(from, to), offset)
  target.open.set(columns.open.subarray(from, to), offset)
  target.high.set(columns.high.subarray(from, to), offset)
  target.low.set(columns.low.subarray(from, to), offset)
  target.close.set(columns.close.subarray(from, to), offset)
  target.volume.set(columns.volume.subarray(from, to), offset)
  target.state.set(columns.state.subarray(from, to), offset)
}
