import type Database from 'better-sqlite3'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { onFile } from '../store/store-failure.ts'
import { counted, type HealthCheck, healthy, warning } from './health-check.ts'

interface FeedRow {
  readonly name: string
  readonly synthetic: number
  readonly symbols: number
  readonly sessions: number
  readonly imports: number
  readonly last: number | null
}

/** Where the bars come from. */
export function checkFeeds(path: string, database: Database.Database): readonly HealthCheck[] {
  const feeds = onFile(path, () =>
    database
      .prepare<[], FeedRow>(`
        SELECT f.name, f.synthetic,
          (SELECT COUNT(DISTINCT e.symbol) FROM series e WHERE e.feed = f.id) AS symbols,
          (SELECT COUNT(*) FROM series e JOIN sessions s ON s.series = e.id WHERE e.feed = f.id) AS sessions,
          (SELECT COUNT(*) FROM imports i WHERE i.feed = f.id) AS imports,
          (SELECT MAX(i.at) FROM imports i WHERE i.feed = f.id) AS last
        FROM feeds f ORDER BY f.name`)
      .all(),
  )
  if (feeds.length === 0)
    return [warning('feed', 'all', 'the store has no bars', 'import bars into it, with tapedeck import')]
  const isMixed = feeds.some(({ synthetic }) => synthetic) && feeds.some(({ synthetic }) => !synthetic)
  return feeds.map((feed) => checkFeed(feed, isMixed))
}

function checkFeed(
  { name, synthetic, symbols, sessions, imports, last }: FeedRow,
  isMixed: boolean,
): HealthCheck {
  if (sessions === 0)
    return warning('feed', name, 'it has no bars', 'import its files again, or leave it: it does no harm')
  const when = last === null ? '' : `, the last at ${formatUtc(last as EpochMs)}`
  const detail = `${counted(symbols, 'symbol')}, ${counted(sessions, 'block')} from ${counted(imports, 'file')}${when}`
  if (synthetic && isMixed)
    return warning(
      'feed',
      name,
      `${detail}; its bars are made up and lie beside those of a market`,
      'keep made-up bars in a store of their own',
    )
  return healthy('feed', name, synthetic ? `${detail}; its bars are made up` : detail)
}
