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
  const pending = actionsHeld(actions, sessionStarts)
  const { close } = columns
  const worth = new Float64Array(times.length)
  let [bar, taken, shares, paid] = [-1, 0, 1, 0]
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index)
    while (bar + 1 < end.length && at(end, bar + 1) <= time) bar += 1
    for (let next = pending[taken]; next !== undefined && next.bar <= bar; next = pending[taken]) {
      taken += 1
      if (next.action.type === 'split') shares *= next.action.ratio
      else paid += shares * next.action.perShare
    }
    worth[index] = bar < 0 ? Number.NaN : shares * at(close, bar) + paid
  }
  return worth
}

/** What happens to a share while it is held, with the first bar after it; what came before the first bar befell others. */
function actionsHeld(
  actions: readonly CorporateAction[],
  sessionStarts: Int32Array,
): readonly { readonly bar: number; readonly action: CorporateAction }[] {
  return actions
    .map((action) => ({ bar: sessionStarts[action.session] ?? 0, action }))
    .filter(({ bar }) => bar > 0)
    .sort((one, other) => one.action.session - other.action.session)
}
