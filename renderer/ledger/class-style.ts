import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'

/** How a class of missing minutes is told beside its colour: in words, and by a letter where there is room for one. */
export interface ClassStyle {
  readonly name: string
  readonly letter: string
}

export const classStyles: Readonly<Record<GapClass, ClassStyle>> = {
  closed: { name: 'closed', letter: 'C' },
  pending: { name: 'pending', letter: 'P' },
  'not-listed': { name: 'not listed', letter: 'L' },
  halted: { name: 'halted', letter: 'H' },
  'not-fetched': { name: 'not fetched', letter: 'X' },
  'no-trade': { name: 'no trade', letter: 'N' },
  'feed-gap': { name: 'feed gap', letter: 'F' },
  unknown: { name: 'unknown', letter: '?' },
}

/** Of minutes that were filled. */
export const filledSign = '+'

/** How sure it is, by the way it is painted: proven or agreed on is solid, probable hatched, else hollow. */
export type Strength = 'solid' | 'hatched' | 'hollow'

export function strengthOf(certainty: Certainty): Strength {
  if (certainty === 'none') return 'hollow'
  return certainty === 'probable' ? 'hatched' : 'solid'
}

/** The colour of a class, for style sheets. */
export function classColor(gapClass: GapClass): string {
  return `var(--color-gap-${gapClass})`
}
