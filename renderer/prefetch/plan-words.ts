import type { Plan } from '#shared/prefetch/plan.ts'
import type { NextRun } from '#shared/protocol/prefetch-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatCount } from '../charts/prices.ts'
import { formatDate, formatMinute, zoneName } from '../time/zone.ts'

/** "5 trailing sessions · 1m, 5m · warehouse, then alpaca". */
export function contentWords({ trailing, intervals, sources }: Plan): string {
  const before = trailing === 0 ? 'no trailing session' : counted(trailing, 'trailing session')
  const asked = sources.length === 0 ? 'sources of the store' : sources.join(', then ')
  return `${before} · ${intervals.join(', ')} · ${asked}`
}

/** "Fri 5 Jul 02:00 ET (08:00 here)"; the part in brackets where clocks differ. */
export function dueWords(
  { due }: Pick<NextRun, 'due'>,
  zone: string,
  here: string,
): { readonly there: string; readonly here: string | undefined } {
  const there = dayAndMinute(zone, due)
  const local = dayAndMinute(here, due)
  return {
    there: `${there} ${zoneName(zone, due)}`,
    here: local === there ? undefined : sameDay(local, there) ? formatMinute(here, due) : local,
  }
}

/** "2 m 14 s" of a stretch in ms. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} m ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`
}

export function counted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`
}

function dayAndMinute(zone: string, time: EpochMs): string {
  return `${formatDate(zone, time).replace(/ \d{4}$/, '')} ${formatMinute(zone, time)}`
}

function sameDay(one: string, other: string): boolean {
  return one.slice(0, -5) === other.slice(0, -5)
}
