import { intradayMs } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { BarAnswer, BarRequest, FaultCode, SourceFault, SourceReply } from './data-source.ts'
import { faultOf } from './fault.ts'

/** The clock that a source's bars follow, and the calendars with the user's changes. */
export interface ReplySurroundings {
  readonly time: TimeProvider
  readonly calendars: Pick<Calendars, 'of'>
}

/** What asking came to, before it is a reply. */
export interface Asked {
  readonly tries: number
  readonly answers: ReadonlyMap<string, BarAnswer>
}

/**
 * Makes a reply of what `ask` finds out, on the calendar of the request's exchange. A Failure that it throws is
 * the answer for every symbol; only 'cancelled' is thrown on. Throws a RangeError for a request without symbols
 * or time.
 */
export async function replyTo(
  source: string,
  request: BarRequest,
  { time, calendars }: ReplySurroundings,
  ask: (calendar: TradingCalendar) => Promise<Asked> | Asked,
): Promise<SourceReply> {
  if (request.symbols.length === 0 || !(request.start < request.end))
    throw new RangeError(
      `A request for ${request.symbols.length} symbols from ${request.start} to ${request.end}`,
    )
  const askedAt = time.now()
  const { tries, answers } = await outcomeOf(source, request, calendars, ask)
  return { source, request, askedAt, answeredAt: time.now(), tries, answers }
}

/** What nobody knows anything of, for the same reason for every symbol. */
export function allFailed({ symbols }: BarRequest, fault: SourceFault): ReadonlyMap<string, BarAnswer> {
  return new Map(symbols.map((symbol) => [symbol, { kind: 'failed', fault }]))
}

async function outcomeOf(
  source: string,
  request: BarRequest,
  calendars: ReplySurroundings['calendars'],
  ask: (calendar: TradingCalendar) => Promise<Asked> | Asked,
): Promise<Asked> {
  const nothing = (fault: SourceFault): Asked => ({ tries: 0, answers: allFailed(request, fault) })
  if (intradayMs(request.interval) === undefined)
    return nothing(
      faultOf('unsupported', `${source} is asked for bars within a day only, not for ${request.interval}.`),
    )
  try {
    return await ask(calendars.of(request.exchange))
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'cancelled') throw error
    return nothing(faultOf(codeOf(error), error.message))
  }
}

function codeOf({ code }: Failure): FaultCode {
  switch (code) {
    case 'unknown-exchange':
    case 'outside-calendar':
      return 'unsupported'
    case 'no-store':
    case 'bad-file':
      return 'missing'
    default:
      return 'unreadable'
  }
}
