import { create } from 'zustand'
import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { originName } from '#shared/bars/state.ts'
import type { ShownVersion } from '#shared/protocol/bar-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { tell } from '../stores/toasts.ts'
import { hoveredStandIn } from './hovered-stand-in.ts'

/** A 1m bar of the chart. */
export interface ShownBar {
  readonly symbol: string
  readonly start: EpochMs
  /** Its state code: a bar that changed has other versions. */
  readonly state: number
}

interface BarVersionsState {
  /** The bar whose versions are shown; undefined while none are. */
  readonly inspected: ShownBar | undefined
  /** What was asked for last, and its answer once it came. */
  readonly asked: ShownBar | undefined
  readonly versions: readonly ShownVersion[] | undefined
}

export const useBarVersions = create<BarVersionsState>(() => ({
  inspected: undefined,
  asked: undefined,
  versions: undefined,
}))

/** Whether two bars are the same. */
export function isSameBar(one: ShownBar | undefined, other: ShownBar | undefined): boolean {
  return one?.symbol === other?.symbol && one?.start === other?.start && one?.state === other?.state
}

/** Shows the versions of a bar of the chart by its number: unless told of the one, or the synthetic one, under the crosshair, else the newest. */
export function openBarVersions(index = useChart.getState().hovered): void {
  const { feed } = useChart.getState()
  const bar = (index === undefined && hoveredStandIn()) || (feed && shownBar(feed, index))
  if (feed && feed.request.interval !== oneMinute)
    tell('info', 'A bar of minutes has the versions of its minutes. Show 1m bars to see them.')
  if (!bar) return
  askVersions(bar)
  useBarVersions.setState({ inspected: bar })
}

/** Shows the versions of a bar that was clicked, where it has a past. */
export function inspectClicked(index: number): void {
  const { feed } = useChart.getState()
  const bar = feed && shownBar(feed, index)
  if (bar && hasPast(bar.state)) openBarVersions(index)
}

/** Whether a bar came in another version, or later, than others. */
export function hasPast(state: number): boolean {
  return originName(state) === 'corrected' || originName(state) === 'filled'
}

export function closeBarVersions(): void {
  useBarVersions.setState({ inspected: undefined })
}

/** The 1m bar with that number on a chart, or the newest one; undefined on a chart of longer bars. */
export function shownBar(
  { request, cache }: NonNullable<ReturnType<typeof useChart.getState>['feed']>,
  index: number | undefined,
): ShownBar | undefined {
  const place = index !== undefined && index < cache.length ? index : cache.length - 1
  if (request.interval !== oneMinute || place < 0) return undefined
  const { start, state } = cache.columns
  return { symbol: request.symbol, start: at(start, place) as EpochMs, state: at(state, place) }
}

/** Asks for the versions of a bar unless they are there, or on their way. */
export function askVersions(bar: ShownBar): void {
  if (isSameBar(useBarVersions.getState().asked, bar)) return
  useBarVersions.setState({ asked: bar, versions: undefined })
  const isAsked = (): boolean => useBarVersions.getState().asked === bar
  engine()
    .call('bars.versions', { symbol: bar.symbol, start: bar.start })
    .then((versions) => isAsked() && useBarVersions.setState({ versions }))
    .catch((error: unknown) => {
      if (!isAsked()) return
      useBarVersions.setState({ asked: undefined, versions: undefined })
      const { code, message } = asFailure(error)
      if (code !== 'engine-gone') tell('warning', message)
    })
}

/** Forgets what was answered, e.g. because the store changed. */
export function forgetVersions(): void {
  useBarVersions.setState({ asked: undefined, versions: undefined })
}
