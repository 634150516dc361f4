import type { BarView } from '#shared/bars/bar-view.ts'
import type { GapClass } from '#shared/gaps/gap-class.ts'

/** Why a gap cannot be given synthetic bars now; undefined where it can. */
export function standInObstacle({
  gapClass,
  readOnly,
  view,
}: {
  readonly gapClass: GapClass
  /** Why the store cannot be changed; undefined where it can. */
  readonly readOnly: string | undefined
  readonly view: BarView
}): string | undefined {
  if (readOnly !== undefined) return readOnly
  if (view === 'as-traded') return 'As traded, no bar is shown that came later: show the replay as repaired.'
  return gapClass === 'not-listed'
    ? 'The symbol was not listed then: there is no last close to be flat at.'
    : undefined
}

/** "Synthetic bars in 12 min; 3 min before the first bar have none: no close before is known." */
export function standInWords(
  { minutes, withoutClose }: { readonly minutes: number; readonly withoutClose: number },
  takenBack: boolean,
): string {
  if (takenBack) return `Synthetic bars of ${minutes} min taken back.`
  const put = minutes > 0 ? `Synthetic bars stand in ${minutes} min now.` : 'No synthetic bar was put.'
  if (withoutClose === 0) return put
  return `${put} ${withoutClose} min before the session’s first bar have none: the store has no close of the session before.`
}
