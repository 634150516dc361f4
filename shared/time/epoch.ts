declare const epochBrand: unique symbol

/** An instant: milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly [epochBrand]: true }

export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** Names a finite number of milliseconds UTC as an instant. Throws a RangeError for anything else. */
export function epochMs(value: number): EpochMs {
  if (!Number.isFinite(value)) throw new RangeError(`Not an instant: ${value}`)
  return value as EpochMs
}

/** The instant `ms` milliseconds after `time`. */
export function addMs(time: EpochMs, ms: number): EpochMs {
  return (time + ms) as EpochMs
}

const utcPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?Z$/

/** Formats an instant as YYYY-MM-DDTHH:MM:SSZ, with milliseconds only where they are not zero. */
export function formatUtc(time: EpochMs): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}

/** Reads YYYY-MM-DDTHH:MM:SSZ; undefined when the text is anything else or names no real time. */
export function parseUtc(text: string): EpochMs | undefined {
  if (!utcPattern.test(text)) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) return undefined
  const back = new Date(time).toISOString()
  return back.slice(0, 19) === text.slice(0, 19) ? (time as EpochMs) : undefined
}
