import { type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import { formatSessionDay } from '../time/zone.ts'
import type { ChartLedger } from './chart-adapter.ts'
import { bandsOf, placeRuns, scaleTimes, stretchPlaces } from './places.ts'
import type { SessionDrawing } from './session-layer.ts'
import { type ChartSession, sessionMarks } from './session-marks.ts'
import type { Slots } from './slots.ts'

/** The bars of a chart, and the slots of its sessions of which `ended` are over. */
interface ChartPlaces {
  readonly columns: BarColumns
  readonly length: number
  readonly slots: Slots
  readonly ended: number
}

/** What lies under and over the bars of a chart of minutes or hours: sessions, the data lane, gaps, filled and chosen minutes. */
export function sessionDrawing(
  info: ShownSession,
  { columns, length, slots, ended }: ChartPlaces,
  { gaps, filled, standIns, chosen }: ChartLedger,
): SessionDrawing {
  const times = scaleTimes(columns.start, length, slots, ended)
  const current: ChartSession = {
    session: info.session,
    open: info.segments[0]?.open ?? info.opens,
    close: info.segments.at(-1)?.close ?? info.closes,
  }
  const marks = sessionMarks([...info.trailing, current], times).map(({ session, time }) => ({
    place: lowerBound(times, time),
    label: formatSessionDay(session),
    current: session === info.session,
  }))
  const runs = placeRuns(times, columns, length, info.opens)
  const places = stretchPlaces(gaps, slots, times).map((gap) => ({ ...gap, earlier: gap.open < info.opens }))
  return {
    ...{ marks, ...runs, gaps: places, bands: bandsOf(runs.missing, places) },
    filled: stretchPlaces(filled, slots, times),
    standIns: stretchPlaces(standIns, slots, times),
    chosen: stretchPlaces(chosen ? [chosen] : [], slots, times)[0],
  }
}
