import { Failure } from '../protocol/failure.ts'

/** How the sessions of a sweep are used: all to choose by, the last percent held back, or walked through. */
export type SweepSplit =
  | { readonly kind: 'whole' }
  | { readonly kind: 'held-back'; readonly percent: number }
  /** So many sessions to choose by, then so many to try what was chosen, and on by as many. */
  | { readonly kind: 'walk-forward'; readonly inSample: number; readonly outOfSample: number }

/** Sessions [from, to), by their number within the sweep. */
export interface SessionRange {
  readonly from: number
  readonly to: number
}

/** Sessions to choose a cell by, and those after them on which it is tried. */
export interface SweepWindow {
  readonly inSample: SessionRange
  readonly outOfSample: SessionRange | undefined
}

/**
 * The windows of so many sessions. A walk tries what it chose on every session after the first in-sample window, each
 * once: the last window may be shorter. Throws a Failure with code 'usage' where there are too few sessions.
 */
export function windowsOf(split: SweepSplit, sessions: number): readonly SweepWindow[] {
  if (split.kind === 'whole') return [{ inSample: { from: 0, to: sessions }, outOfSample: undefined }]
  if (split.kind === 'held-back') {
    const held = Math.round((sessions * split.percent) / 100)
    if (held < 1 || held >= sessions)
      throw new Failure(
        'usage',
        `${split.percent} % of ${sessions} sessions are ${held}: there must be one at least to choose by and one to try; choose more sessions or another percentage`,
      )
    return [
      { inSample: { from: 0, to: sessions - held }, outOfSample: { from: sessions - held, to: sessions } },
    ]
  }
  const { inSample, outOfSample } = split
  if (sessions <= inSample)
    throw new Failure(
      'usage',
      `A walk of ${inSample}/${outOfSample} sessions needs ${inSample + 1} at least; there are ${sessions}.`,
    )
  const count = Math.ceil((sessions - inSample) / outOfSample)
  return Array.from({ length: count }, (_, window) => {
    const from = window * outOfSample
    const middle = from + inSample
    return {
      inSample: { from, to: middle },
      outOfSample: { from: middle, to: Math.min(middle + outOfSample, sessions) },
    }
  })
}

/** Reads `60/20`: sessions to choose by, sessions to try on. */
export function parseWalk(text: string): SweepSplit | undefined {
  const [, inSample, outOfSample] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []
  const walk = { inSample: Number(inSample), outOfSample: Number(outOfSample) }
  return walk.inSample >= 1 && walk.outOfSample >= 1 ? { kind: 'walk-forward', ...walk } : undefined
}
