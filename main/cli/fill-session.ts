import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import type { DataSource } from '../engine/sources/data-source.ts'
import { makeSource } from '../engine/sources/registry/make-source.ts'
import type { NamedSource } from '../engine/sources/registry/source-definition.ts'
import { environmentSecrets } from '../engine/sources/secrets/secrets.ts'
import type { StoredSymbol, StoreWriter } from '../engine/store/store.ts'
import { exhaustedMinutes } from '../engine/upkeep/fill/fill-plan.ts'
import { type FillSummary, summariseFill } from '../engine/upkeep/fill/fill-summary.ts'
import { type FillOutcome, GapFiller } from '../engine/upkeep/fill/gap-filler.ts'
import { previousClose } from '../engine/upkeep/fill/previous-close.ts'
import type { MinuteRun } from '../engine/upkeep/fill/retry-plan.ts'
import { planStandIns, planTakingBack, type StandInPlan } from '../engine/upkeep/fill/stand-ins.ts'
import { GapLedger, type LedgerSession } from '../engine/upkeep/gap-ledger.ts'
import type { Io } from './io.ts'
import { noSession } from './no-session.ts'
import { progressOf } from './progress.ts'

/** What is to be filled, and how. */
export interface FillOrder {
  readonly symbol: StoredSymbol
  readonly session: SessionDate
  readonly sources: readonly NamedSource[]
  /** How often a source is asked for a minute at most. */
  readonly maxTries: number
  /** Whether synthetic bars are put where nothing came, or those that stand there taken back; else they are left. */
  readonly standIns: 'put' | 'take-back' | undefined
}

/** What it came to. */
export interface FilledSession extends FillSummary {
  /** What went wrong last, in words. */
  readonly fault: string | undefined
  /** Bars that came with other values than the stored ones, which stayed. */
  readonly differing: number
  /** Missing minutes that none of the sources is asked for any more. */
  readonly exhausted: number
  /** What became of synthetic bars; undefined where none were asked for. */
  readonly standIns: Omit<StandInPlan, 'standIns'> | undefined
}

const wholeSession = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY } as MinuteRun
const nothing: FilledSession = {
  asked: 0,
  filled: 0,
  noTrade: 0,
  failed: 0,
  tries: 0,
  unanswered: 0,
  fault: undefined,
  differing: 0,
  exhausted: 0,
  standIns: undefined,
}

/** Fills a session of a store, with a progress line. Throws a Failure with code 'cancelled'. */
export async function fillSession(
  writer: StoreWriter,
  calendars: Calendars,
  { symbol: stored, session: date, sources: named, maxTries, standIns }: FillOrder,
  io: Io,
): Promise<FilledSession> {
  const { symbol, exchange } = stored
  const ledger = new GapLedger(writer, io.time, calendars)
  const before = ledger.sessionOf(symbol, exchange, date)
  if (!before) {
    await io.stderr.write(`${noSession(calendars.of(exchange), date).message}\n`)
    return nothing
  }
  const sources = makeSources(named, writer, calendars, io)
  const progress = progressOf<{ readonly filled: number; readonly outcome: FillOutcome }>(io, {
    share: ({ filled }) => filled / before.detector.missing,
    rate: ({ filled }, seconds) => `${Math.round(filled / seconds)} bars/s`,
    label: ({ outcome: { planned } }) => `${planned.source} ${formatUtc(planned.start).slice(11)}`,
  })
  const outcomes: FillOutcome[] = []
  try {
    const options = { maxTries, waits: true }
    let filled = 0
    for await (const outcome of fillerOf(writer, ledger, sources, io).run(stored, date, options, io.signal)) {
      outcomes.push(outcome)
      filled += outcome.bars.added
      progress.show({ filled, outcome })
    }
  } finally {
    progress.clear()
    for (const source of sources) await source.close()
  }
  const after = ledger.sessionOf(symbol, exchange, date) ?? before
  return {
    ...summariseFill(outcomes, after),
    fault: outcomes.findLast(({ fault }) => fault)?.fault?.cause,
    differing: outcomes.reduce((sum, { bars }) => sum + bars.differing, 0),
    exhausted: exhaustedMinutes(after.gaps, sources, maxTries),
    standIns: standIns && keepStandIns(writer, calendars, stored, after, date, standIns, io),
  }
}

/** Puts synthetic bars in what is missing of a session, or takes back those that stand there. */
function keepStandIns(
  writer: StoreWriter,
  calendars: Calendars,
  { symbol, exchange }: StoredSymbol,
  session: LedgerSession,
  date: SessionDate,
  wanted: NonNullable<FillOrder['standIns']>,
  { time }: Io,
): Omit<StandInPlan, 'standIns'> {
  const calendar = calendars.of(exchange)
  const asker = { by: 'the command line', at: time.now() }
  const { standIns, ...plan } =
    wanted === 'put'
      ? planStandIns(session, wholeSession, previousClose(writer, calendar, symbol, date), asker)
      : planTakingBack(session.gaps, wholeSession, asker)
  writer.ledger.record(symbol, standIns)
  return plan
}

/** Sources that can be asked; whoever makes them closes them. */
export function makeSources(
  named: readonly NamedSource[],
  store: StoreWriter,
  calendars: Calendars,
  io: Io,
): readonly DataSource[] {
  const { time, ticker, random } = io
  return named.map((source) => {
    const secrets = environmentSecrets(source.definition, io.place.variables)
    return makeSource(source, { store, secrets, calendars, time, ticker, random })
  })
}

function fillerOf(
  writer: StoreWriter,
  ledger: GapLedger,
  sources: readonly DataSource[],
  { time, ticker, random }: Io,
): GapFiller {
  return new GapFiller(
    {
      sessionOf: (symbol, exchange, session) => ledger.sessionOf(symbol, exchange, session),
      storeFill: (fill) => writer.storeFill(fill),
      time,
      ticker,
      random,
    },
    sources,
  )
}
