import { type BarView, barViews } from '#shared/bars/bar-view.ts'
import type { Arguments } from './arguments.ts'

/** The option by which commands choose between bars as they were known and as they are repaired. */
export const viewOption = {
  view: { value: 'VIEW', help: 'as-repaired (unless told) or as-traded: as known at the time' },
}

export function parseView(args: Arguments): BarView {
  return args.choice('view', barViews, 'as-repaired')
}
