import type { Heat } from '#shared/sweep/heat-map.ts'

const sides = { better: 'var(--color-up)', worse: 'var(--color-down)' } as const
/** Percent of the colour by how far a cell is from the middle. */
const strengths = [0, 16, 30, 45, 62]

/** The ground of a cell; its number can be read on each of them. */
export function heatColour(heat: Heat | undefined): string {
  const strength = strengths[heat?.level ?? 0] ?? 0
  return `color-mix(in oklab, ${sides[heat?.side ?? 'better']} ${strength}%, var(--color-raised))`
}
