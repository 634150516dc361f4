import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import { renewSession } from '../history/renew-session.ts'
import type { Run } from './replay-run.ts'
import { pastReaderOf } from './session-reader.ts'

/** A session of a symbol that has more bars in the store than before. */
export interface FilledSession {
  readonly symbol: string
  readonly session: SessionDate
}

/**
 * Takes what was filled of a session that is shown before the replayed one into its history; as traded, as far as
 * it was known when the replayed one began (R17). What cannot be read is told as trouble, and the session stays as it
 * was.
 */
export function takeTrailingFill(
  { reader, replay: { loaded } }: Pick<Run, 'reader' | 'replay'>,
  { symbol, session: date }: FilledSession,
  trouble: (failure: Failure) => void,
): 'taken' | 'not-shown' | 'unreadable' {
  const exchange = loaded.symbols.find((one) => one.symbol === symbol)?.exchange
  const session = exchange?.trailing.find((trailing) => trailing.date === date)
  if (!exchange || !session) return 'not-shown'
  try {
    renewSession(pastReaderOf(reader, exchange, loaded), exchange.history, symbol, session)
    return 'taken'
  } catch (error) {
    trouble(asFailure(error))
    return 'unreadable'
  }
}
