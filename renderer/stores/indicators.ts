import { create } from 'zustand'
import { type ChartIndicator, mostIndicators } from '#shared/protocol/chart-calls.ts'
import { type IndicatorName, type IndicatorParams, parseIndicator } from '#shared/session-file/indicators.ts'
import { type RememberedIndicator, readRemembered, remember } from './remembered.ts'

/** An indicator as one chart of the window shows it. */
export type ShownIndicator = RememberedIndicator

/** How many colours there are for indicators; the style sheet has them as --color-plot-1 and on. */
export const plotColorCount = 6

/** The name of the window's chart; each chart keeps its indicators under its own. */
export const mainChart = 'main'

const none: readonly ShownIndicator[] = []
const noneAsked: readonly ChartIndicator[] = []

type ByChart<T> = Readonly<Record<string, readonly T[]>>

interface IndicatorsState {
  /** The indicators of each chart in the order in which they were added. They outlive symbol, interval and session. */
  readonly byChart: ByChart<ShownIndicator>
  /** What the engine is asked for; the same list as long as only looks change. */
  readonly asked: ByChart<ChartIndicator>
}

export const useIndicators = create<IndicatorsState>(() => {
  const byChart = readRemembered().indicators
  const asked = Object.entries(byChart).map(([chart, list]) => [chart, list.map(askedFor)])
  return { byChart, asked: Object.fromEntries(asked) }
})

/** The indicators of a chart. */
export function indicatorsOf(chart = mainChart): readonly ShownIndicator[] {
  return useIndicators.getState().byChart[chart] ?? none
}

/** The indicators of a chart, for a component that shows them. */
export function useIndicatorsOf(chart = mainChart): readonly ShownIndicator[] {
  return useIndicators((state) => state.byChart[chart] ?? none)
}

/** What the engine is asked for a chart. */
export function useAskedIndicators(chart = mainChart): readonly ChartIndicator[] {
  return useIndicators((state) => state.asked[chart] ?? noneAsked)
}

/**
 * Adds an indicator in a colour that is still free, params not given at their defaults. Throws a Failure with
 * code 'usage' for params that make no sense; does nothing to a chart that is full.
 */
export function addIndicator(name: IndicatorName, params: IndicatorParams = {}, chart = mainChart): void {
  const before = indicatorsOf(chart)
  if (before.length < mostIndicators) keep(chart, [...before, made(name, params, before)])
}

/** Changes params, colour or whether it is hidden. Params are whole and make sense. */
export function changeIndicator(
  id: number,
  changes: Partial<Pick<ShownIndicator, 'params' | 'color' | 'hidden'>>,
  chart = mainChart,
): void {
  keep(
    chart,
    indicatorsOf(chart).map((shown) => (shown.id === id ? { ...shown, ...changes } : shown)),
  )
}

export function removeIndicator(id: number, chart = mainChart): void {
  keep(
    chart,
    indicatorsOf(chart).filter((shown) => shown.id !== id),
  )
}

/**
 * Shows these indicators instead, e.g. those of a session file; the first that a chart has room for. What the chart
 * shows already stays as it is. Throws a Failure with code 'usage' for a name or a param that there is not.
 */
export function setIndicators(
  wanted: readonly { readonly name: string; readonly params?: IndicatorParams | undefined }[],
  chart = mainChart,
): void {
  const before = [...indicatorsOf(chart)]
  const list: ShownIndicator[] = []
  for (const { name, params } of wanted.slice(0, mostIndicators)) {
    const parsed = parseIndicator(name, params)
    const same = before.findIndex((shown) => isSame(shown, parsed))
    const [kept] = same < 0 ? [] : before.splice(same, 1)
    list.push(kept ?? made(parsed.name, parsed.params, [...before, ...list]))
  }
  keep(chart, list)
}

function isSame(
  one: Pick<ShownIndicator, 'name' | 'params'>,
  other: Pick<ShownIndicator, 'name' | 'params'>,
): boolean {
  return (
    one.name === other.name && Object.entries(one.params).every(([key, value]) => other.params[key] === value)
  )
}

function made(
  name: IndicatorName,
  given: IndicatorParams,
  beside: readonly ShownIndicator[],
): ShownIndicator {
  const { params } = parseIndicator(name, given)
  const id = 1 + Math.max(0, ...beside.map((shown) => shown.id))
  return { id, name, params, color: freeColor(beside), hidden: false }
}

/** The colour that the fewest others have, the first of them. */
function freeColor(beside: readonly ShownIndicator[]): number {
  const uses = Array.from(
    { length: plotColorCount },
    (_, color) => beside.filter((shown) => shown.color === color).length,
  )
  return uses.indexOf(Math.min(...uses))
}

function keep(chart: string, list: readonly ShownIndicator[]): void {
  const state = useIndicators.getState()
  const byChart = { ...state.byChart, [chart]: [...list] }
  const before = state.asked[chart] ?? noneAsked
  const isSameSet =
    before.length === list.length &&
    list.every(({ id, params }, index) => before[index]?.id === id && before[index]?.params === params)
  const asked = isSameSet ? state.asked : { ...state.asked, [chart]: list.map(askedFor) }
  useIndicators.setState({ byChart, asked })
  remember({ indicators: byChart })
}

function askedFor({ id, name, params }: ShownIndicator): ChartIndicator {
  return { id, name, params }
}
