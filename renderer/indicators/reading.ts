import { at } from '#shared/bars/columns.ts'
import { forming } from '#shared/bars/state.ts'
import type { IndicatorName, IndicatorParams } from '#shared/session-file/indicators.ts'
import { type IndicatorDescription, indicators } from '#shared/session-file/indicators.ts'
import type { LineCache } from '../charts/indicator-lines.ts'
import type { SeriesCache } from '../charts/series-cache.ts'

/** What an indicator says about one bar. */
export type Reading =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  /** It needs `need` bars and has `have`. */
  | { readonly kind: 'warming-up'; readonly have: number; readonly need: number }
  /** The bar may still change; indicators know final bars only. */
  | { readonly kind: 'forming' }
  /** The bars allow no value, e.g. no volume yet. */
  | { readonly kind: 'none' }

/** What an indicator says about bar `hovered` of a chart, or else about the newest final one. */
export function readIndicator(
  { columns, length }: Pick<SeriesCache, 'columns' | 'length'>,
  cache: Pick<LineCache, 'lines'>,
  {
    id,
    name,
    params,
  }: { readonly id: number; readonly name: IndicatorName; readonly params: IndicatorParams },
  hovered: number | undefined,
): Reading {
  const isForming = (bar: number): boolean => (at(columns.state, bar) & forming) !== 0
  let bar = hovered !== undefined && hovered < length ? hovered : length - 1
  if (bar === hovered && isForming(bar)) return { kind: 'forming' }
  while (bar >= 0 && isForming(bar)) bar -= 1
  const { warmUp }: IndicatorDescription = indicators[name]
  const need = warmUp(params)
  if (bar + 1 < need) return { kind: 'warming-up', have: bar + 1, need }
  const values = (cache.lines(id) ?? []).map((line) => at(line, bar))
  return values.length > 0 && values.every(Number.isFinite) ? { kind: 'values', values } : { kind: 'none' }
}
