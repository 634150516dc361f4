import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { corrected, filled, forming, recorded } from '#shared/bars/state.ts'
import { type PaintedBars, paintCandles, paintCorrections, paintVolume } from './candle-paint.ts'
import { candlePalette } from './candle-shades.ts'
import type { ChartColors } from './tokens.ts'

interface Box {
  readonly color: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A canvas that only takes note of what is painted. */
function canvas() {
  const boxes: Box[] = []
  const borders: Box[] = []
  const marks: { color: string; x: number; y: number }[] = []
  const state = { fillStyle: '', strokeStyle: '', lineWidth: 1 }
  const context = Object.assign(state, {
    fillRect: (x: number, y: number, width: number, height: number) =>
      boxes.push({ color: state.fillStyle, x, y, width, height }),
    strokeRect: (x: number, y: number, width: number, height: number) =>
      borders.push({ color: state.strokeStyle, x, y, width, height }),
    beginPath: () => {},
    moveTo: (x: number, y: number) => marks.push({ color: state.fillStyle, x, y }),
    lineTo: () => {},
    fill: () => {},
  }) as unknown as CanvasRenderingContext2D
  return { context, boxes, borders, marks }
}

const palette = candlePalette({ up: '#00ff00', down: '#ff0000' } as ChartColors)
const spacing = 7
const yOf = (price: number): number => 1000 - price

interface Bar {
  readonly open: number
  readonly close: number
  readonly above: number
  readonly below: number
  readonly volume: number
  readonly state: number
}

function barsOf(bars: readonly Bar[], sessionStart = 0): PaintedBars {
  const columns = allocateColumns(bars.length)
  for (const [index, { open, close, above, below, volume, state }] of bars.entries()) {
    columns.start[index] = index
    columns.open[index] = open
    columns.close[index] = close
    columns.high[index] = Math.max(open, close) + above
    columns.low[index] = Math.min(open, close) - below
    columns.volume[index] = volume
    columns.state[index] = state
  }
  const xOf = (bar: number): number => bar * spacing
  return { columns, from: 0, to: bars.length, sessionStart, palette, xOf, spacing, ratio: 1 }
}

const anyBar = fc.record({
  open: fc.integer({ min: 200, max: 800 }),
  close: fc.integer({ min: 200, max: 800 }),
  above: fc.nat(100),
  below: fc.nat(100),
  volume: fc.nat(10_000),
  state: fc.constantFrom(recorded, corrected, filled, forming),
})

test('a candle reaches from its high to its low, its body from open to close, within its place', () => {
  fc.assert(
    fc.property(fc.array(anyBar, { maxLength: 20 }), (bars) => {
      const { context, boxes, borders } = canvas()
      paintCandles(context, barsOf(bars), yOf, 'outline')
      for (const [index, { open, close, above, below, state }] of bars.entries()) {
        const mine = boxes.filter(({ x, width }) => Math.abs(x + width / 2 - index * spacing) <= 1)
        const foot = Math.max(...mine.map(({ y, height }) => y + height))
        expect(Math.min(...mine.map(({ y }) => y))).toBe(yOf(Math.max(open, close) + above))
        expect(foot).toBe(yOf(Math.min(open, close) - below) + 1)
        const body = mine.find(({ width }) => width > 1)
        expect(body).toMatchObject({
          y: yOf(Math.max(open, close)),
          height: Math.abs(open - close) + 1,
          width: 5,
        })
        const shade = state === forming ? palette.forming : palette.current
        expect(new Set(mine.map(({ color }) => color))).toEqual(
          new Set([close < open ? shade.down.candle : shade.up.candle]),
        )
      }
      expect(borders.map(({ color, x }) => [color, Math.floor((x + 3) / spacing)])).toEqual(
        bars.flatMap(({ state }, index) => (state === filled ? [['outline', index]] : [])),
      )
    }),
  )
})

test('bars of sessions before are dimmed', () => {
  const bar = { open: 300, close: 310, above: 0, below: 0, volume: 1, state: recorded }
  const { context, boxes } = canvas()
  paintCandles(context, barsOf([bar, bar], 1), yOf, 'outline')
  expect(boxes.map(({ color }) => color)).toEqual([palette.earlier.up.candle, palette.current.up.candle])
})

test('volume stands on one line, and its heights are as the volumes are', () => {
  fc.assert(
    fc.property(fc.array(anyBar, { minLength: 1, maxLength: 20 }), (bars) => {
      const greatest = Math.max(...bars.map(({ volume }) => volume))
      fc.pre(greatest > 0)
      const { context, boxes } = canvas()
      paintVolume(context, barsOf(bars), 1000)
      expect(boxes.map(({ y, height }) => y + height)).toEqual(bars.map(() => 955))
      for (const [index, { volume }] of bars.entries())
        expect(Math.abs((boxes[index]?.height ?? 0) - (105 * volume) / greatest)).toBeLessThanOrEqual(0.51)
    }),
  )
})

test('sessions without volume have none painted', () => {
  const { context, boxes } = canvas()
  paintVolume(context, barsOf([{ open: 1, close: 1, above: 0, below: 0, volume: 0, state: recorded }]), 1000)
  expect(boxes).toEqual([])
})

test('each corrected bar has its mark above the high', () => {
  fc.assert(
    fc.property(fc.array(anyBar, { maxLength: 20 }), (bars) => {
      const { context, marks } = canvas()
      paintCorrections(context, barsOf(bars), yOf, 'mark')
      expect(marks).toEqual(
        bars.flatMap(({ open, close, above, state }, index) =>
          state === corrected
            ? [{ color: 'mark', x: index * spacing, y: yOf(Math.max(open, close) + above) - 3 }]
            : [],
        ),
      )
    }),
  )
})
