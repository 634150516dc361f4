/** Colours of a report, as #rrggbb. */
export interface Palette {
  readonly canvas: string
  readonly panel: string
  readonly line: string
  readonly ink: string
  readonly muted: string
  readonly accent: string
  readonly held: string
  readonly up: string
  readonly down: string
  /** Parts of `up` and `down` in the cells of the months, from the palest. */
  readonly heat: readonly number[]
}

export const darkPalette: Palette = {
  canvas: '#0b0e12',
  panel: '#12151b',
  line: '#2a313c',
  ink: '#e9ecf0',
  muted: '#a0a9b6',
  accent: '#e5b53f',
  held: '#78a3df',
  up: '#2fa88c',
  down: '#e8605a',
  heat: [0.14, 0.26, 0.38, 0.5],
}

export const lightPalette: Palette = {
  canvas: '#f4f5f7',
  panel: '#ffffff',
  line: '#dde1e7',
  ink: '#151920',
  muted: '#55606e',
  accent: '#8c5e00',
  held: '#3566a8',
  up: '#0f7a62',
  down: '#bf3630',
  heat: [0.12, 0.24, 0.36, 0.48],
}

/** The palette as variables of CSS. */
export function paletteCss(palette: Palette): string {
  const { heat, ...colours } = palette
  const named = Object.entries(colours).map(([name, colour]) => `--${name}: ${colour};`)
  const heats = heat.flatMap((_, level) =>
    (['up', 'down'] as const).map((side) => `--${side}-${level + 1}: ${heatColour(palette, side, level)};`),
  )
  return [...named, ...heats].join(' ')
}

/** Background of a month, `level` from 0. */
export function heatColour(palette: Palette, side: 'up' | 'down', level: number): string {
  return mixed(palette.panel, palette[side], palette.heat[level] ?? 0)
}

function mixed(under: string, over: string, part: number): string {
  const [low, high] = [channels(under), channels(over)]
  const mix = low.map((value, index) => Math.round(value + ((high[index] ?? 0) - value) * part))
  return `#${mix.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Red, green and blue of #rrggbb. */
export function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
