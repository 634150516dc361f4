import type { Dialect } from './dialect.ts'
import type { ZoneShift } from './zone-shift.ts'

/** The line that tells of times in the wrong zone, what the shift is and what to do (T5). */
export function zoneWarning(shift: ZoneShift, { calendar, zone, time, stampsHaveOffset }: Dialect): string {
  const fits = `the bars lie outside the hours of ${calendar.exchange}, but fit them`
  const [moved, right] = movedBy(shift, calendar.zone)
  const how = `${fits} when moved ${moved}`
  if (time.kind === 'epoch' || stampsHaveOffset) {
    return `${how}. Its times name their own offset, which --zone does not change: export it with the right one, or with local times and ${right}`
  }
  return `${how}; it was read as ${zone}. If that is wrong, import it again with ${right}`
}

function movedBy(shift: ZoneShift, zone: string): readonly [string, string] {
  if (shift === 'local-as-utc')
    return [`by the offset of ${zone}, as if local times were labelled UTC`, `--zone ${zone}`]
  if (shift === 'utc-as-local')
    return [`by the offset of ${zone}, as if UTC were taken for local times`, '--zone UTC']
  return [`by ${shift > 0 ? '+' : ''}${shift} h`, '--zone and the zone of its times']
}
