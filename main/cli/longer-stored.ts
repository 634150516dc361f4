import { type Interval, intradayMs, oneDay } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { StoreReader } from '../engine/store/store.ts'
import type { Arguments } from './arguments.ts'

/** Reads --interval: a minute unless told, or longer up to a day. Longer ones are made of days, and are wrong usage. */
export function intervalUpToDay(args: Arguments): Interval {
  const interval = args.interval('interval') ?? ('1m' as Interval)
  if (intradayMs(interval) !== undefined || interval === oneDay) return interval
  throw args.wrong(`--interval ${interval} is longer than a day: such bars are made of days`)
}

/**
 * Bars of a session that has none of the interval are made of its minutes; a few stored ones would hide the others.
 * A day is one bar, and hides none. Throws a Failure with code 'usage' where none are stored.
 */
export function checkLongerStored(
  store: StoreReader,
  symbol: string,
  interval: Interval,
  date: SessionDate,
): void {
  if (!store.intervals(symbol).includes(interval))
    throw new Failure(
      'usage',
      `${symbol} has no stored ${interval} bars in ${store.path}: they are made of its minutes, so look at those`,
    )
  const isIntraday = intradayMs(interval) !== undefined
  if (isIntraday && store.sessions(symbol, interval, date, date).length === 0)
    throw new Failure(
      'usage',
      `Session ${date} of ${symbol} has no stored ${interval} bar: they are made of its minutes, so look at those`,
    )
}
