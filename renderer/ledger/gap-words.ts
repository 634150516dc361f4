import type { FillRow, GapRow } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { ChosenRun } from '../stores/ledger.ts'
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

/**
 * "filled from warehouse · try 2 · 41 ms, on Fri 11 Oct 2013 18:02": who was asked, how often, how long it took, when;
 * of several requests how many there were and when the last came.
 */
export function fillWords(fills: readonly FillRow[], zone: string): string {
  const last = fills.at(-1)
  if (!last) return 'filled from another source'
  const { source, askedAt, cameAt } = last
  if (fills.length > 1)
    return `filled from ${source} · ${fills.length} requests, the last on ${moment(zone, cameAt)}`
  const took = `${Math.max(0, Math.round(cameAt - askedAt))} ms`
  return `filled from ${source} · try ${last.try} · ${took}, on ${moment(zone, cameAt)}`
}

/** "filled from two, known only from Sat 21 Nov 2026 13:05": what came of missing minutes later than the clock. */
export function laterWords({ start, end }: ChosenRun, fills: readonly FillRow[], zone: string): string {
  const minutes = fills.reduce(
    (sum, fill) => sum + (Math.min(fill.end, end) - Math.max(fill.start, start)) / minuteMs,
    0,
  )
  const part = minutes < (end - start) / minuteMs ? `${minutes} min ` : ''
  const sources = [...new Set(fills.map(({ source }) => source))].join(' and ')
  const cameAt = Math.max(...fills.map((fill) => fill.cameAt)) as EpochMs
  return `${part}filled from ${sources}, known only from ${moment(zone, cameAt)}`
}

function moment(zone: string, time: EpochMs): string {
  return `${formatDate(zone, time)} ${formatMinute(zone, time)}`
}
