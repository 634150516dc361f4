import {
  defaultHorzScaleBehavior,
  type IHorzScaleBehavior,
  type TickMarkType,
  type Time,
} from 'lightweight-charts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatMinute, localFields, monthNames } from '../time/zone.ts'

/** How much a mark on the time axis says; the library draws the heavier of two that lie too close. */
const weights = {
  second: 10,
  minute: 20,
  fiveMinutes: 21,
  halfHour: 22,
  hour: 30,
  threeHours: 31,
  day: 50,
  month: 60,
  year: 70,
}

/**
 * Weight of the mark between two neighbouring points, by local time of the exchange: what changes from one to
 * the other. The library goes by UTC days, which end in the middle of a session in Sydney.
 */
export function markWeight(zone: string, before: EpochMs | undefined, time: EpochMs): number {
  const local = localFields(zone, time)
  const last = before === undefined ? undefined : localFields(zone, before)
  if (!last || local.getUTCFullYear() !== last.getUTCFullYear()) return last ? weights.year : weights.day
  if (local.getUTCMonth() !== last.getUTCMonth()) return weights.month
  if (local.getUTCDate() !== last.getUTCDate()) return weights.day
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes()
  if (minutes % 180 === 0) return weights.threeHours
  if (minutes % 60 === 0) return weights.hour
  if (minutes % 30 === 0) return weights.halfHour
  return minutes % 5 === 0 ? weights.fiveMinutes : weights.minute
}

type Points = Parameters<IHorzScaleBehavior<Time>['fillWeightsForPoints']>[0]
type Weight = Points[number]['timeWeight']

/** A time scale whose keys are UTC seconds and whose marks go by local time of the exchange (R4). */
export function zonedScale(zone: string): IHorzScaleBehavior<Time> {
  const Base = defaultHorzScaleBehavior()
  class ZonedScale extends Base {
    override fillWeightsForPoints(points: Points, startIndex: number): void {
      for (let index = startIndex; index < points.length; index += 1) {
        const point = points[index]
        if (!point) continue
        const before = points[index - 1]
        const weight = markWeight(
          zone,
          before && instantOf(before.originalTime),
          instantOf(point.originalTime),
        )
        point.timeWeight = weight as Weight
      }
    }
  }
  return new ZonedScale()
}

function instantOf(seconds: unknown): EpochMs {
  return (Number(seconds) * 1000) as EpochMs
}

/** Text of a mark on the time axis: a date where a day begins, else a time. */
export function markText(zone: string, time: EpochMs, type: TickMarkType, daily: boolean): string {
  const local = localFields(zone, time)
  const month = (monthNames[local.getUTCMonth()] ?? '').slice(0, 3)
  if (type === 0) return String(local.getUTCFullYear())
  if (type === 1) return daily ? month : `${local.getUTCDate()} ${month}`
  if (type === 2 || daily) return `${local.getUTCDate()} ${month}`
  return formatMinute(zone, time)
}
