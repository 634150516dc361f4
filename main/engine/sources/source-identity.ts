import { createHash } from 'node:crypto'

/**
 * What a source is, whatever it is called: a short fingerprint of its kind, its place and those options that decide
 * which bars come. It stays the same from run to run, since evidence is kept with it; two sources that have the
 * same one are the same feed, and prove no more than one of them.
 */
export function sourceIdentity(kind: string, parts: readonly (string | number | undefined)[]): string {
  const text = JSON.stringify(parts.map((part) => part ?? null))
  return `${kind}:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

/** The identity of a feed of the store as a source. */
export function feedIdentity(feed: string): string {
  return sourceIdentity('feed', [feed])
}
