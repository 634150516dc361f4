import type { CandlestickData, HistogramData, Time, UTCTimestamp } from 'lightweight-charts'
import { at, type BarColumns } from '#shared/bars/columns.ts'
import { forming } from '#shared/bars/state.ts'
import { isFilled } from './filled-runs.ts'
import { type ChartColors, faded } from './tokens.ts'

/** Colours of one candle and its volume; undefined for the series' own. */
interface Shade {
  readonly body: string
  readonly wick: string
  readonly volume: string
}

interface Shades {
  readonly up: Shade
  readonly down: Shade
}

/** How candles look: of earlier sessions dimmed, still forming pale, else full. */
export interface Palette {
  readonly current: Shades
  readonly earlier: Shades
  readonly forming: Shades
  /** Outline of filled bars. */
  readonly filled: string
}

export function candlePalette({ up, down, filled }: ChartColors): Palette {
  const shades = (body: number, volume: number): Shades => ({
    up: { body: faded(up, body), wick: faded(up, body), volume: faded(up, volume) },
    down: { body: faded(down, body), wick: faded(down, body), volume: faded(down, volume) },
  })
  return { current: shades(1, 0.42), earlier: shades(0.45, 0.16), forming: shades(0.7, 0.28), filled }
}

function shadeOf(palette: Palette, columns: BarColumns, index: number, sessionStart: number): Shade {
  const shades =
    at(columns.start, index) < sessionStart
      ? palette.earlier
      : at(columns.state, index) & forming
        ? palette.forming
        : palette.current
  return at(columns.close, index) < at(columns.open, index) ? shades.down : shades.up
}

/** Key of a bar on the time scale: UTC seconds of its start (R4). */
export function keyOf(startMs: number): UTCTimestamp {
  return (startMs / 1000) as UTCTimestamp
}

/** Bar `index` as a candle. Bars that start before `sessionStart`, milliseconds UTC, are dimmed; filled ones outlined. */
export function candleItem(
  columns: BarColumns,
  index: number,
  palette: Palette,
  sessionStart: number,
): CandlestickData<Time> {
  const shade = shadeOf(palette, columns, index, sessionStart)
  return {
    time: keyOf(at(columns.start, index)),
    open: at(columns.open, index),
    high: at(columns.high, index),
    low: at(columns.low, index),
    close: at(columns.close, index),
    color: shade.body,
    borderColor: isFilled(columns, index) ? palette.filled : shade.body,
    wickColor: shade.wick,
  }
}

/** Volume of bar `index`. */
export function volumeItem(
  columns: BarColumns,
  index: number,
  palette: Palette,
  sessionStart: number,
): HistogramData<Time> {
  return {
    time: keyOf(at(columns.start, index)),
    value: at(columns.volume, index),
    color: shadeOf(palette, columns, index, sessionStart).volume,
  }
}
