import { oneMinute } from '#shared/bars/interval.ts'
import { FeedSource } from '../../sources/feed/feed-source.ts'
import type { StoreReader } from '../../store/store.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import type { Filler } from './filler.ts'
import { SourceFiller } from './source-filler.ts'

/** Asks the feeds of a store, each for what the one that is shown does not have; it cannot be asked itself. */
export function feedFiller(store: StoreReader, time: TimeProvider): Filler {
  const feeds = store.feeds()
  const sources = feeds.length > 1 ? feeds.map((feed) => new FeedSource(feed, feed, store, time)) : []
  return new SourceFiller(
    sources,
    ({ name }, { symbol, session }) => store.readSession(symbol, oneMinute, session)?.feed !== name,
  )
}
