/** Where a bar's values come from, in the low bits of its state code. */
export const recorded = 0
/** A later version replaced the first one. */
export const corrected = 1
/** It came later, from another source. */
export const filled = 2
/** Made by a generator, not by a market. */
export const synthetic = 3

/** Bit of a derived bar whose window has not ended on the clock (R10). */
export const forming = 16
/** Bit of a derived bar that a break or a close cut short (R8). */
export const stub = 32

const originMask = 3
const originNames = ['recorded', 'corrected', 'filled', 'synthetic'] as const

export type BarState = (typeof originNames)[number] | 'forming' | 'stub'

/** The one word for a state code: forming before stub before where the values come from. */
export function stateName(code: number): BarState {
  if (code & forming) return 'forming'
  if (code & stub) return 'stub'
  return originName(code)
}

/** Where the values of a bar come from, whatever else its state says. */
export function originName(code: number): (typeof originNames)[number] {
  return originNames[code & originMask] ?? 'recorded'
}

/** Whether a bar's values were made by a generator, whatever else its state says. */
export function isSynthetic(code: number): boolean {
  return (code & originMask) === synthetic
}

/** The code of a bar by the word for where its values come from; a word that is none counts as recorded. */
export function stateCode(name: string): number {
  const names: readonly string[] = originNames
  return Math.max(recorded, names.indexOf(name))
}

/** State of a bar made of two others: the one that says more about repair wins. */
export function mergeOrigin(one: number, other: number): number {
  return Math.max(one & originMask, other & originMask)
}
