import type { Day } from './day-model.ts'

/** Which signs the shown days have: the legend explains these and no others. */
export interface Signs {
  readonly toCome: boolean
  readonly closure: boolean
  readonly lateOpen: boolean
  readonly earlyClose: boolean
  readonly clockChange: boolean
  readonly projected: boolean
  readonly changed: boolean
}

/** The signs of some days. */
export function signsOf(days: readonly Day[]): Signs {
  return {
    toCome: days.some(({ bars }) => bars.kind === 'to-come'),
    closure: days.some(({ closure }) => closure !== undefined),
    lateOpen: days.some(({ session }) => session?.lateOpen === true),
    earlyClose: days.some(({ session }) => session?.earlyClose === true),
    clockChange: days.some(({ clockChange }) => clockChange !== undefined),
    projected: days.some(({ projected, session }) => projected && session !== undefined),
    changed: days.some(({ changes }) => changes.length > 0),
  }
}
