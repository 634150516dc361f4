import type { FillRow, GapRow } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { formatDate, formatMinute, formatSpan } from '../time/zone.ts'
import { classStyles } from './class-style.ts'

/** "12:37–12:49 · 12 min"; a single minute is told by its start. */
export function runTitle(start: EpochMs, end: EpochMs, zone: string): string {
  const minutes = Math.round((end - start) / minuteMs)
  if (minutes === 1) return `${formatMinute(zone, start)} · 1 min`
  return `${formatSpan(zone, start, end)} · ${minutes} min`
}

export function gapTitle({ start, end }: GapRow, zone: string): string {
  return runTitle(start, end, zone)
}

/** "feed gap, probable · 3 tries"; a class that nothing says stands alone. */
export function gapVerdict({ certainty, marked, tries, ...gap }: GapRow): string {
  const { name } = classStyles[gap.class]
  const sure = marked ? `${name}, by hand` : certainty === 'none' ? name : `${name}, ${certainty}`
  if (tries === 0) return sure
  return `${sure} · ${tries} ${tries === 1 ? 'try' : 'tries'}`
}

/** "filled from warehouse · try 2 · 41 ms, on Fri 11 Oct 2013 18:02": who was asked, how often, how long it took, when. */
export function fillWords(fill: FillRow | undefined, zone: string): string {
  if (!fill) return 'filled from another source'
  const { source, askedAt, cameAt } = fill
  const took = `${Math.max(0, Math.round(cameAt - askedAt))} ms`
  return `filled from ${source} · try ${fill.try} · ${took}, on ${formatDate(zone, cameAt)} ${formatMinute(zone, cameAt)}`
}
