import type { Measure } from './measures.ts'

/** How a share is painted: the ground, the ink on it that can be read, and a pattern where much is amiss. */
export interface Shade {
  readonly ground: string
  readonly ink: string
  readonly pattern: Pattern | undefined
}

/** Told beside the colour, which not everybody sees: hatched below 98 %, crossed below 90 %. */
export type Pattern = 'hatched' | 'crossed'

const dark = 'var(--color-canvas)'
const light = 'var(--color-ink)'
/** Below these much is missing, and very much. */
export const hatchedBelow = 98
export const crossedBelow = 90

/** Where the colours of coverage stand; between two of them they are mixed. */
const stops = [
  { at: 0, color: '#d9542f' },
  { at: crossedBelow, color: 'var(--color-missing)' },
  { at: hatchedBelow, color: 'var(--color-warn)' },
  { at: 100, color: 'var(--color-up)' },
] as const

/** From few fills to many. */
const fillBands = [
  { above: 0, ground: '#594984', ink: light },
  { above: 1, ground: '#9c7fdf', ink: dark },
  { above: 10, ground: '#c3adf7', ink: dark },
] as const

/** How a share in percent is painted. */
export function shadeOf(measure: Measure, percent: number): Shade {
  if (measure === 'filled') return shadeOfFills(percent)
  return { ground: mixed(percent), ink: dark, pattern: patternOf(percent) }
}

function shadeOfFills(percent: number): Shade {
  const band = fillBands.findLast(({ above }) => percent > above)
  return band
    ? { ground: band.ground, ink: band.ink, pattern: undefined }
    : { ground: 'var(--color-hover)', ink: light, pattern: undefined }
}

function patternOf(percent: number): Pattern | undefined {
  if (percent < crossedBelow) return 'crossed'
  return percent < hatchedBelow ? 'hatched' : undefined
}

function mixed(percent: number): string {
  const upper = stops.findIndex(({ at }) => percent <= at)
  const [below, above] = [stops[Math.max(0, upper - 1)], stops[Math.max(0, upper)]]
  if (!below || !above || below === above) return above?.color ?? stops[3].color
  const share = (100 * (percent - below.at)) / (above.at - below.at)
  return `color-mix(in oklab, ${above.color} ${share.toFixed(1)}%, ${below.color})`
}

/** How the shares from one percent up to another are painted, side by side, for the legend. */
export function rampOf(from: number, to: number): { readonly backgroundImage: string } {
  const pattern = patternImage(patternOf(from))
  const colors = `linear-gradient(90deg in oklab, ${mixed(from)}, ${mixed(to)})`
  return { backgroundImage: pattern === undefined ? colors : `${pattern}, ${colors}` }
}

/** Lines of a pattern: light ones, since dark ones would lie under dark numbers. */
export const patternLine = 'rgb(255 255 255 / 34%)'

const line = (degrees: number, gap: number): string =>
  `repeating-linear-gradient(${degrees}deg, ${patternLine} 0 1px, transparent 1.5px ${gap}px)`

/** A pattern as an image for the ground. */
export function patternImage(pattern: Pattern | undefined): string | undefined {
  if (pattern === undefined) return undefined
  return pattern === 'hatched' ? line(135, 7) : `${line(135, 5)}, ${line(45, 5)}`
}
