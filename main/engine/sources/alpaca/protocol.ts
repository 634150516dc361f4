import { z } from 'zod'
import { addMs, minuteMs, parseUtc } from '#shared/time/epoch.ts'
import type { BarRequest } from '../data-source.ts'
import type { PageAsk, VendorProtocol } from '../http/http-source.ts'
import type { Page } from '../http/pages.ts'
import { rawBarOf } from '../http/raw-bar.ts'
import type { SourceLimits } from '../limits/limits.ts'
import { sourceIdentity } from '../source-identity.ts'

/** Where trades are taken from: the consolidated tape, one exchange alone, and so on. */
export const alpacaFeeds = ['sip', 'iex', 'delayed_sip', 'otc', 'boats', 'overnight'] as const
export type AlpacaFeed = (typeof alpacaFeeds)[number]

export const alpacaUrl = 'https://data.alpaca.markets'

/** What the free plan allows. */
export const alpacaLimits: SourceLimits = { requestsPerMinute: 200, parallel: 4, timeoutMs: 30_000, tries: 5 }

const barsAtOnce = 10_000
const answerShape = z.object({
  bars: z.record(z.string(), z.array(z.unknown()).nullable()).nullable(),
  next_page_token: z.string().nullish(),
})

/** Alpaca's market data API, version 2: bars of US stocks, unadjusted as they are stored here. */
export function alpacaProtocol(baseUrl: string, feed: AlpacaFeed): VendorProtocol {
  const ask = (
    [id = '', secret = '']: readonly string[],
    parameters: Readonly<Record<string, string>>,
  ): PageAsk => {
    const url = new URL(`${baseUrl}/v2/stocks/bars`)
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return { url, headers: { 'APCA-API-KEY-ID': id, 'APCA-API-SECRET-KEY': secret }, parse }
  }
  return {
    identity: sourceIdentity('alpaca', [baseUrl, feed]),
    server: baseUrl,
    secrets: ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY'],
    exchanges: ['XNYS'],
    symbolsAtOnce: 100,
    // A bar comes with the end of its minute and is corrected once, half a minute later.
    settleMs: minuteMs,
    page: (request, keys, next) =>
      ask(keys, { ...parametersOf(request, feed), ...(next !== undefined && { page_token: next }) }),
    probe: (keys) =>
      ask(keys, {
        symbols: 'SPY',
        timeframe: '1Min',
        start: '2024-01-03',
        end: '2024-01-04',
        limit: '1',
        feed,
      }),
  }
}

/** Its end is included, so it lies a millisecond before the end of the window. */
function parametersOf({ symbols, start, end }: BarRequest, feed: AlpacaFeed): Record<string, string> {
  return {
    symbols: symbols.join(','),
    timeframe: '1Min',
    start: new Date(start).toISOString(),
    end: new Date(addMs(end, -1)).toISOString(),
    limit: String(barsAtOnce),
    adjustment: 'raw',
    feed,
    sort: 'asc',
  }
}

function parse(body: unknown): Page {
  const answer = answerShape.safeParse(body)
  if (!answer.success) throw new RangeError('the answer has not the form of bars by symbol')
  const bars = Object.entries(answer.data.bars ?? {}).flatMap(([symbol, list]) =>
    (list ?? []).map((bar) => ({ symbol, bar: rawBarOf(bar, startOf) })),
  )
  return { bars, next: answer.data.next_page_token || undefined }
}

function startOf(time: unknown): number {
  return (typeof time === 'string' ? parseUtc(time) : undefined) ?? Number.NaN
}
