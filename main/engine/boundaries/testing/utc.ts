import { type EpochMs, parseUtc } from '#shared/time/epoch.ts'

/** An instant as text; throws a RangeError for any other. */
export function utc(text: string): EpochMs {
  const time = parseUtc(text)
  if (time === undefined) throw new RangeError(`Not an instant: ${text}`)
  return time
}
