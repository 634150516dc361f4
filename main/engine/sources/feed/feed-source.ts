import type { StoreReader } from '../../store/store.ts'
import { BarGatherer } from '../answer/bar-gatherer.ts'
import type { BarRequest, DataSource, SourceReply, SourceTest } from '../data-source.ts'
import { checkCancelled, faultOf } from '../fault.ts'
import { labelsOf, sessionHorizon } from '../local/session-horizon.ts'
import { SessionSpans } from '../local/session-spans.ts'
import { allFailed, type ReplySurroundings, replyTo } from '../reply.ts'
import { feedIdentity } from '../source-identity.ts'

const namedAtMost = 5

/** Another feed in the same store. */
export class FeedSource implements DataSource {
  readonly name: string
  readonly identity: string
  readonly #feed: string
  readonly #store: Pick<StoreReader, 'feeds' | 'readFeedSessions' | 'path'>
  readonly #around: ReplySurroundings

  constructor(
    name: string,
    feed: string,
    store: Pick<StoreReader, 'feeds' | 'readFeedSessions' | 'path'>,
    around: ReplySurroundings,
  ) {
    this.name = name
    this.identity = feedIdentity(feed)
    this.#feed = feed
    this.#store = store
    this.#around = around
  }

  fetch(request: BarRequest, signal: AbortSignal): Promise<SourceReply> {
    return replyTo(this.name, request, this.#around, (calendar) => {
      checkCancelled(signal, this.name)
      const missing = this.#missing()
      if (missing !== undefined) return { tries: 1, answers: allFailed(request, faultOf('missing', missing)) }
      const { from, to } = labelsOf(request, calendar)
      const gatherer = new BarGatherer(this.name, request, { now: this.#around.time.now(), settleMs: 0 })
      const spans = new SessionSpans(request, calendar)
      for (const symbol of request.symbols) {
        for (const stored of this.#store.readFeedSessions(this.#feed, symbol, request.interval, from, to)) {
          gatherer.addColumns(symbol, stored.columns)
          spans.add(symbol, stored.session, stored.columns.start)
        }
      }
      const answers = gatherer.answers((symbol) =>
        sessionHorizon(this.name, symbol, request, calendar, (session) => spans.of(symbol, session)),
      )
      return { tries: 1, answers }
    })
  }

  async test(signal: AbortSignal): Promise<SourceTest> {
    checkCancelled(signal, this.name)
    const missing = this.#missing()
    if (missing !== undefined) return { ok: false, detail: missing }
    return { ok: true, detail: `${this.#store.path} has feed ${this.#feed}.` }
  }

  async close(): Promise<void> {}

  #missing(): string | undefined {
    const feeds = this.#store.feeds()
    if (feeds.includes(this.#feed)) return undefined
    const more = feeds.length > namedAtMost ? ` and ${feeds.length - namedAtMost} more` : ''
    const known =
      feeds.length === 0 ? 'it has none' : `it has ${feeds.slice(0, namedAtMost).join(', ')}${more}`
    return `${this.#store.path} has no feed ${this.#feed}: ${known}; import bars with --feed ${this.#feed}.`
  }
}
