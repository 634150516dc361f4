import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { minuteBatch, openOf } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'
import { GapLedger } from '../gap-ledger.ts'
import { qualityOf } from '../quality/quality.ts'
import type { SessionQuality } from '../quality/quality-rows.ts'

export const monday = '2024-07-08' as SessionDate
export const tuesday = '2024-07-09' as SessionDate
/** The session before the holiday ends early: 210 minutes. */
export const halfDay = '2024-07-03' as SessionDate
export const yearLater = clockAt('2025-07-08', 0)

/** A minute of a session, as an instant. */
export function clockAt(session: string, minute: number): EpochMs {
  return (openOf(session) + minute * minuteMs) as EpochMs
}

/** Bars of a session at all minutes from one to another but some; volume is 1000 unless told. */
export function barsBut(
  missing: readonly number[],
  told: { symbol?: string; session?: string; from?: number; to?: number; volume?: number } = {},
): SessionBatch {
  const { from = 0, to = 390, volume = 1000, ...place } = told
  const minutes = Array.from({ length: to - from }, (_, index) => from + index)
  const present = minutes.filter((minute) => !missing.includes(minute))
  return minuteBatch(
    present.map((minute) => [minute, 10, 11, 9, 10, volume]),
    place,
  )
}

/** A new store with these bars, of feed "one". */
export function storeWith(...batches: readonly SessionBatch[]): StoreWriter {
  const store = openWriter()
  store.importFile(file(), batches)
  return store
}

/** A source was asked for minutes [from, to) of a session. */
export function asked(
  source: string,
  session: string,
  [from, to]: readonly [from: number, to: number],
  told: Partial<RequestEvidence> = {},
): RequestEvidence {
  const window = { from: clockAt(session, from), to: clockAt(session, to) }
  return {
    kind: 'request',
    source,
    ...window,
    askedAt: yearLater,
    try: 1,
    outcome: 'empty',
    bars: 0,
    ...told,
  }
}

/** Gaps as a row each: first minute, minute after the last, class, certainty. */
export function gapsIn(
  store: StoreWriter,
  symbol: string,
  session: SessionDate,
  clock = yearLater,
): readonly (readonly [number, number, string, string])[] {
  const minute = (time: number) => (time - openOf(session)) / minuteMs
  return fullGapsIn(store, symbol, session, clock).map(
    ({ start, end, class: gapClass, certainty }) =>
      [minute(start), minute(end), gapClass, certainty] as const,
  )
}

export function fullGapsIn(
  store: StoreWriter,
  symbol: string,
  session: SessionDate,
  clock = yearLater,
): readonly ClassifiedGap[] {
  return new GapLedger(store, { now: () => clock }, new Calendars()).gapsOf(symbol, 'XNYS', session)
}

/** The quality of one symbol's session. */
export function qualityIn(
  store: StoreWriter,
  symbol: string,
  session: SessionDate,
  clock = yearLater,
): SessionQuality {
  const query = { symbols: [{ symbol, exchange: 'XNYS', synthetic: false }], from: session, to: session }
  const [row] = qualityOf(store, { now: () => clock }, new Calendars(), query).rows.toArray()
  if (!row) throw new RangeError(`${session} is no session`)
  return row
}
