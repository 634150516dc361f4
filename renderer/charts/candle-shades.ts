import { at, type BarColumns } from '#shared/bars/columns.ts'
import { forming } from '#shared/bars/state.ts'
import { type ChartColors, faded } from './tokens.ts'

/** Colours of one candle and its volume. */
export interface Shade {
  readonly candle: string
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
}

/** Candles and volume in the colours of the design. */
export function candlePalette({ up, down }: ChartColors): Palette {
  const shades = (candle: number, volume: number): Shades => ({
    up: { candle: faded(up, candle), volume: faded(up, volume) },
    down: { candle: faded(down, candle), volume: faded(down, volume) },
  })
  return { current: shades(1, 0.42), earlier: shades(0.45, 0.16), forming: shades(0.7, 0.28) }
}

/** Colours of bar `index`. Bars that start before `sessionStart`, milliseconds UTC, are dimmed. */
export function shadeOf(palette: Palette, columns: BarColumns, index: number, sessionStart: number): Shade {
  const shades =
    at(columns.start, index) < sessionStart
      ? palette.earlier
      : at(columns.state, index) & forming
        ? palette.forming
        : palette.current
  return at(columns.close, index) < at(columns.open, index) ? shades.down : shades.up
}
