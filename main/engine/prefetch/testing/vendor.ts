import type { ServerResponse } from 'node:http'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { epochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { Secrets } from '../../sources/secrets/secrets.ts'
import { type LocalServer, sendJson, startServer } from '../../sources/testing/local-server.ts'

/** What keys the vendor's protocol wants; it takes any. */
export const vendorKeys = { APCA_API_KEY_ID: 'PK-test', APCA_API_SECRET_KEY: 'sk-test' }

/** The same, shown to every source. */
export const vendorSecrets: Secrets = {
  read: async () => 'any',
  placeOf: (_, secret) => `in the environment as ${secret}`,
}

/** What a request asked for, with how many came before. */
export interface Asked {
  readonly symbol: string
  readonly from: number
  readonly to: number
  readonly before: number
}

export interface VendorHabits {
  readonly symbols: readonly string[]
  /** Whether it has no bar in a minute, and claims to be complete all the same. */
  readonly lacks?: (symbol: string, start: number) => boolean
  /** Answers in its place; false where it does not. */
  readonly instead?: (asked: Asked, response: ServerResponse) => boolean
}

const calendar = calendarOf('XNYS')

/** A server on this machine with bars of every minute of XNYS sessions, asked as Alpaca is. */
export function startVendor({
  symbols,
  lacks = () => false,
  instead = () => false,
}: VendorHabits): Promise<LocalServer> {
  return startServer((url, response, before) => {
    const parameter = (name: string): string => url.searchParams.get(name) ?? ''
    const [from, to] = [Date.parse(parameter('start')), Date.parse(parameter('end'))]
    const asked = parameter('symbols').split(',')
    if (instead({ symbol: asked[0] ?? '', from, to, before }, response)) return
    const bars: Record<string, unknown[]> = {}
    for (const symbol of asked.filter((one) => symbols.includes(one)))
      bars[symbol] = starts(from, to)
        .filter((start) => !lacks(symbol, start))
        .map((start) => barAt(symbol, start))
    sendJson(response, { bars, next_page_token: null })
  })
}

function starts(from: number, to: number): readonly number[] {
  const dates = [calendar.sessionDateOf(epochMs(from)), calendar.sessionDateOf(epochMs(to))] as const
  return calendar
    .sessions(...dates)
    .flatMap(({ segments }) => segments)
    .flatMap(({ open, close }) => {
      const minutes = Math.round((close - open) / minuteMs)
      return Array.from({ length: minutes }, (_, index) => open + index * minuteMs)
    })
    .filter((start) => from <= start && start <= to)
}

/** Prices that differ from minute to minute and symbol to symbol. */
function barAt(symbol: string, start: number) {
  const price = 100 + symbol.charCodeAt(0) + ((start / minuteMs) % 97) / 10
  return {
    t: formatUtc(epochMs(start)),
    o: price,
    h: price + 1,
    l: price - 1,
    c: price + 0.5,
    v: 1000 + ((start / minuteMs) % 7),
  }
}
