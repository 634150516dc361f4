import { z } from 'zod'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import type { PageAsk, VendorProtocol } from '../http/http-source.ts'
import type { Page } from '../http/pages.ts'
import { numberOf, rawBarOf } from '../http/raw-bar.ts'
import type { SourceLimits } from '../limits/limits.ts'
import { sourceIdentity } from '../source-identity.ts'

export const massiveUrl = 'https://api.massive.com'

/** What the free plan allows. */
export const massiveLimits: SourceLimits = { requestsPerMinute: 5, parallel: 2, timeoutMs: 30_000, tries: 5 }

const barsAtOnce = 50_000
/** Aggregates are sent anew up to so long after their minute. */
const settleMs = 15 * minuteMs
const answerShape = z.object({
  ticker: z.string().optional(),
  resultsCount: z.int().optional(),
  results: z.array(z.unknown()).nullish(),
  next_url: z.string().nullish(),
})

/** Massive's aggregates (formerly Polygon's): bars of US stocks, one symbol a request, unadjusted. */
export function massiveProtocol(baseUrl: string): VendorProtocol {
  const ask = ([key = '']: readonly string[], url: URL, symbol: string): PageAsk => ({
    url,
    // In a header, so that it stands in no URL that somebody might write down.
    headers: { authorization: `Bearer ${key}` },
    parse: (body) => parse(body, symbol),
  })
  const firstPage = (symbol: string, from: number | string, to: number | string, limit: number): URL => {
    const path = `/v2/aggs/ticker/${encodeURIComponent(symbol)}/range/1/minute/${from}/${to}`
    return new URL(`${baseUrl}${path}?adjusted=false&sort=asc&limit=${limit}`)
  }
  return {
    identity: sourceIdentity('massive', [baseUrl]),
    server: baseUrl,
    secrets: ['MASSIVE_API_KEY'],
    exchanges: ['XNYS'],
    symbolsAtOnce: 1,
    settleMs,
    page: ({ symbols: [symbol = ''], start, end }, keys, next) =>
      ask(
        keys,
        next === undefined ? firstPage(symbol, start, addMs(end, -1), barsAtOnce) : sameServer(next, baseUrl),
        symbol,
      ),
    probe: (keys) => ask(keys, firstPage('SPY', '2024-01-03', '2024-01-03', 1), 'SPY'),
  }
}

/** The URL of the next page. Throws a RangeError when it is on another server, which must not see the key. */
function sameServer(next: string, baseUrl: string): URL {
  const base = new URL(baseUrl)
  const url = URL.canParse(next, baseUrl) ? new URL(next, baseUrl) : undefined
  if (url?.origin !== base.origin || url.username !== '' || url.password !== '')
    throw new RangeError(`the next page lies on another server than ${base.host}, which is not asked`)
  return url
}

function parse(body: unknown, symbol: string): Page {
  const answer = answerShape.safeParse(body)
  if (!answer.success) throw new RangeError('the answer has not the form of aggregates')
  const { ticker = symbol, results, resultsCount, next_url } = answer.data
  const bars = (results ?? []).map((bar) => ({ symbol: ticker, bar: rawBarOf(bar, numberOf) }))
  if (resultsCount !== undefined && resultsCount !== bars.length)
    throw new RangeError(`the answer says ${resultsCount} bars and has ${bars.length}`)
  return { bars, next: next_url || undefined }
}
