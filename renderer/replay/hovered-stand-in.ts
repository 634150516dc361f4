import { oneMinute } from '#shared/bars/interval.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { useChart } from '../stores/chart.ts'
import { useLedger } from '../stores/ledger.ts'
import type { ShownBar } from './bar-versions.ts'

/** A synthetic bar in a minute without one. */
export interface ShownStandIn extends ShownBar {
  readonly price: number
}

/** The synthetic bar under the crosshair of a chart of minutes, where no other bar is. */
export function hoveredStandIn(): ShownStandIn | undefined {
  const { symbol, interval, hoveredMissing } = useChart.getState()
  if (!symbol || interval !== oneMinute || hoveredMissing === undefined) return undefined
  const price = standInPrice(hoveredMissing)
  return price === undefined ? undefined : { symbol, start: hoveredMissing, state: synthetic, price }
}

/** The same for a component, which is told when it is another. */
export function useHoveredStandIn(): ShownStandIn | undefined {
  useChart((state) => state.hoveredMissing)
  useChart((state) => state.interval)
  useLedger((state) => state.answer?.gaps)
  return hoveredStandIn()
}

function standInPrice(time: EpochMs): number | undefined {
  const gaps = useLedger.getState().answer?.gaps ?? []
  const standIns = gaps.flatMap(({ standIns: own = [] }) => own)
  return standIns.find(({ start, end }) => start <= time && time < end)?.price
}
