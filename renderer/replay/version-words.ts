import type { ShownVersion } from '#shared/protocol/bar-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatSecond, localFields } from '../time/zone.ts'

/** Where a version comes from, e.g. "filled from warehouse", "corrected by us-equities". */
export function originWords({ state, source, feed, askedBy }: ShownVersion): string {
  if (askedBy !== undefined) return `synthetic, asked for by ${askedBy}`
  if (state === 'filled') return `filled from ${source ?? feed}`
  if (state === 'corrected') return `corrected by ${feed}`
  return `${state}, feed ${feed}`
}

/** When a version became known: date and time of the exchange, or that it counts as known at the bar's end. */
export function knownWords(zone: string, { knownAt, arrival }: ShownVersion): string {
  return arrival === 'assumed' ? 'known at its end (assumed)' : `known ${stampOf(zone, knownAt)}`
}

/** A version in one line of the legend, e.g. "filled from warehouse, known 2026-11-21 10:02, version 2 of 2". */
export function versionWords(zone: string, version: ShownVersion, of: number): string {
  return `${originWords(version)}, ${knownWords(zone, version)}, version ${version.version} of ${of}`
}

/** The last version of a bar that was known at a clock, or of all without one; undefined where none was. */
export function shownVersion(
  versions: readonly ShownVersion[],
  clock: EpochMs | undefined,
): ShownVersion | undefined {
  if (clock === undefined) return versions.at(-1)
  return versions.findLast(({ knownAt }) => knownAt <= clock)
}

/** `YYYY-MM-DD HH:MM`, with seconds where there are any. */
function stampOf(zone: string, time: EpochMs): string {
  const date = localFields(zone, time).toISOString().slice(0, 10)
  const clock = formatSecond(zone, time)
  return `${date} ${clock.endsWith(':00') ? clock.slice(0, -3) : clock}`
}
