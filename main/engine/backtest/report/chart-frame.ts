import { type Html, html } from './html.ts'
import { placeOf } from './scale.ts'
import type { TimeTick } from './session-ticks.ts'

/** Room of a chart in units of its drawing, which are pixels at the widest. */
export interface ChartFrame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export function frameOf(height: number): ChartFrame {
  const width = 1000
  return { width, height, left: 58, right: width - 14, top: 10, bottom: height - 26 }
}

/** A drawing with a name for those who do not see it. */
export function drawing({ width, height }: ChartFrame, name: string, content: readonly Html[]): Html {
  return html`<div class="wide"><svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">${content}</svg></div>`
}

/** Lines across at values, with their texts at the left. */
export function valueAxis(
  frame: ChartFrame,
  ticks: readonly number[],
  range: readonly [bottom: number, top: number],
  textOf: (value: number) => string,
): Html {
  const lines = ticks.map((tick) => {
    const y = placeOf(tick, range[0], range[1], frame.bottom, frame.top)
    return html`<line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${fixed(y)}" y2="${fixed(y)}"/>
      <text x="${frame.left - 8}" y="${fixed(y + 4)}" text-anchor="end">${textOf(tick)}</text>`
  })
  return html`<g>${lines}</g>`
}

/** Labels under points that lie side by side, `count` of them; those at the edges stay within the drawing. */
export function timeAxis(frame: ChartFrame, ticks: readonly TimeTick[], count: number): Html {
  const labels = ticks.map(({ index, text }) => {
    const x = placeOf(index, 0, count - 1, frame.left, frame.right)
    const anchor = x < frame.left + 20 ? 'start' : x > frame.right - 20 ? 'end' : 'middle'
    return html`<line class="tick" x1="${fixed(x)}" x2="${fixed(x)}" y1="${frame.bottom}" y2="${frame.bottom + 5}"/>
      <text x="${fixed(x)}" y="${frame.bottom + 19}" text-anchor="${anchor}">${text}</text>`
  })
  return html`<g>${labels}</g>`
}

/** Points as the data of a path of lines. */
export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('')
}

/** A number with one decimal at most. */
export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10)
}
