import type { Interval } from '#shared/bars/interval.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import type { StoreWriter } from '../engine/store/store.ts'
import { LongerFiller, type LongerOutcome } from '../engine/upkeep/fill/longer-filler.ts'
import { explainedWindows } from '../engine/upkeep/fill/longer-windows.ts'
import { GapLedger } from '../engine/upkeep/gap-ledger.ts'
import { type FillOrder, makeSources } from './fill-session.ts'
import type { Io } from './io.ts'
import { checkLongerStored } from './longer-stored.ts'
import { noSession } from './no-session.ts'

/** What filling bars longer than a minute came to, in bars. */
export interface FilledLonger {
  /** Missing bars; the sum of the next three. */
  readonly asked: number
  readonly filled: number
  /** Still missing, and every minute of them explained. */
  readonly noTrade: number
  readonly failed: number
  /** Requests that were made. */
  readonly tries: number
  readonly outcomes: readonly LongerOutcome[]
}

const nothing: FilledLonger = { asked: 0, filled: 0, noTrade: 0, failed: 0, tries: 0, outcomes: [] }

/**
 * Fills the bars of an interval of at most a day that a session lacks. Throws a Failure with code 'usage' where the
 * store holds no such bars, which are then made of minutes anyway, or with code 'cancelled'.
 */
export async function fillLonger(
  writer: StoreWriter,
  calendars: Calendars,
  { symbol: stored, session: date, sources: named }: FillOrder,
  interval: Interval,
  io: Io,
): Promise<FilledLonger> {
  const { symbol, exchange } = stored
  const calendar = calendars.of(exchange)
  const session = calendar.session(date)
  if (!session) {
    await io.stderr.write(`${noSession(calendar, date).message}\n`)
    return nothing
  }
  checkLongerStored(writer, symbol, interval, date)
  const ledger = new GapLedger(writer, io.time, calendars)
  const { time, ticker, random } = io
  const filler = new LongerFiller(
    {
      ...{ store: writer, calendar, time, ticker, random },
      sessionOf: (...of) => ledger.sessionOf(...of),
      storeFill: (fill) => writer.storeFill(fill),
    },
    { ...stored, date, interval },
  )
  const asked = filler.missing().length
  const sources = makeSources(named, writer, calendars, io)
  const outcomes: LongerOutcome[] = []
  try {
    for await (const outcome of filler.run(sources, io.signal)) outcomes.push(outcome)
  } finally {
    for (const source of sources) await source.close()
  }
  const left = filler.missing()
  const of = { session, interruptions: calendar.interruptions(date, date), interval }
  const noTrade = explainedWindows(of, left, ledger.gapsOf(symbol, exchange, date)).length
  return {
    ...{ asked, filled: asked - left.length, noTrade, failed: left.length - noTrade },
    tries: outcomes.filter((outcome) => outcome.asked).length,
    outcomes,
  }
}
