/**
 * Why a minute has no bar, in the order in which it is decided: the first that holds is the class. What is
 * outside the hours is closed and is never listed as a gap.
 */
export const gapClasses = [
  'closed',
  'pending',
  'not-listed',
  'halted',
  'not-fetched',
  'no-trade',
  'feed-gap',
  'unknown',
] as const
export type GapClass = (typeof gapClasses)[number]

/** How sure a class is, from the least: nothing says so, one sign does, two sources agree, it is shown. */
export const certainties = ['none', 'probable', 'corroborated', 'proven'] as const
export type Certainty = (typeof certainties)[number]

/** What each class means, in a line. */
export const gapMeanings: Readonly<Record<GapClass, string>> = {
  closed: 'The exchange was closed: no bar is expected.',
  pending: 'The minute has not ended yet.',
  'not-listed': 'The symbol was not traded yet, or no more.',
  halted: 'Trading in the symbol was halted.',
  'not-fetched': 'Nobody has asked for it, or the answer was cut off before it.',
  'no-trade': 'Nobody traded: there is no bar to be had.',
  'feed-gap': 'There was trading, and the feed lost it.',
  unknown: 'What is known does not tell which of the others it is.',
}

/** Classes that a person may give a gap by hand. */
export const markClasses = ['not-listed', 'halted', 'no-trade', 'feed-gap'] as const
export type MarkClass = (typeof markClasses)[number]

/** The less sure of two. */
export function lesserCertainty(one: Certainty, other: Certainty): Certainty {
  return certainties.indexOf(one) < certainties.indexOf(other) ? one : other
}
