import { at } from '#shared/bars/columns.ts'
import type { CorporateAction, RunBars } from '../run/backtest-input.ts'

/**
 * What a share that is bought at the open of a symbol's first bar is worth at each of some rising times, with the
 * shares it was split into and the dividends it brought; NaN before the first bar has ended.
 */
export function heldShare(
  { columns, end, sessionStarts, actions }: RunBars,
  times: Float64Array,
): Float64Array {
  const firstBarOf = ({ session }: CorporateAction) => sessionStarts[session] ?? 0
  // What happened before the first bar happened to others.
  const pending = actions
    .filter((action) => firstBarOf(action) > 0)
    .sort((one, other) => one.session - other.session)
  let [bar, taken, shares, paid] = [-1, 0, 1, 0]
  return times.map((time) => {
    while (bar + 1 < end.length && at(end, bar + 1) <= time) {
      bar += 1
      for (let next = pending[taken]; next && firstBarOf(next) <= bar; next = pending[taken]) {
        taken += 1
        if (next.type === 'split') shares *= next.ratio
        else paid += shares * next.perShare
      }
    }
    return bar < 0 ? Number.NaN : shares * at(columns.close, bar) + paid
  })
}
