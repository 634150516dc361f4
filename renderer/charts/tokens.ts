import { type GapClass, gapClasses } from '#shared/gaps/gap-class.ts'
import { plotColorCount } from '../stores/indicators.ts'

/** The design's colours for canvases, read from the style sheet so that each has one place. */
export interface ChartColors {
  readonly canvas: string
  readonly line: string
  readonly edge: string
  readonly ink: string
  readonly muted: string
  readonly faint: string
  readonly raised: string
  readonly up: string
  readonly down: string
  readonly recorded: string
  readonly filled: string
  readonly missing: string
  /** Of classes of missing minutes. */
  readonly gaps: Readonly<Record<GapClass, string>>
  /** Of indicators. */
  readonly plots: readonly string[]
  readonly font: string
}

let known: ChartColors | undefined

export function chartColors(): ChartColors {
  if (known) return known
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  known = {
    canvas: token('color-canvas'),
    line: token('color-line'),
    edge: token('color-edge'),
    ink: token('color-ink'),
    muted: token('color-muted'),
    faint: token('color-faint'),
    raised: token('color-raised'),
    up: token('color-up'),
    down: token('color-down'),
    recorded: token('color-recorded'),
    filled: token('color-filled'),
    missing: token('color-missing'),
    gaps: gapColors(token),
    plots: Array.from({ length: plotColorCount }, (_, index) => token(`color-plot-${index + 1}`)),
    font: token('font-sans'),
  }
  return known
}

function gapColors(token: (name: string) => string): ChartColors['gaps'] {
  const colors: Partial<Record<GapClass, string>> = {}
  for (const gapClass of gapClasses) colors[gapClass] = token(`color-gap-${gapClass}`)
  return colors as ChartColors['gaps']
}

/** A #rrggbb colour with an opacity from 0 to 1. */
export function faded(color: string, opacity: number): string {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')
  return `${color}${alpha}`
}
