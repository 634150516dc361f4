import { useMemo } from 'react'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { useMinutes } from '../replay/minutes.ts'
import { useLedger } from '../stores/ledger.ts'
import { type ClassedRun, classedRuns, runOf, type StandInRun } from './gap-runs.ts'

const none = [] as const

/** Missing minutes of the focused symbol up to the clock by class, those of this session alone. */
export function useSessionGaps(): readonly ClassedRun[] {
  const missing = useMinutes((state) => state.missing)
  const gaps = useLedger((state) => state.answer?.gaps ?? none)
  return useMemo(() => classedRuns(missing, gaps), [missing, gaps])
}

/** The same with those of the sessions before. */
export function useChartGaps(): readonly ClassedRun[] {
  const earlier = useLedger((state) => state.earlier)
  const gaps = useSessionGaps()
  return useMemo(() => [...earlier.map(runOf), ...gaps], [earlier, gaps])
}

/**
 * Synthetic bars that stand in missing minutes of this session, as the ledger told them, on a chart of minutes: longer
 * bars are made of real minutes alone (R9).
 */
export function useChartStandIns(interval: Interval): readonly StandInRun[] {
  const gaps = useLedger((state) => state.answer?.gaps ?? none)
  return useMemo(
    () =>
      (interval === oneMinute ? gaps : none).flatMap(({ standIns = none }) =>
        standIns.map(({ start, end, price }) => ({ open: start, close: end, price })),
      ),
    [gaps, interval],
  )
}
