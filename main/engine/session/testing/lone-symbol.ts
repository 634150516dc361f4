import type { Session } from '#shared/calendar/trading-calendar.ts'
import { SimulatedTime } from '../../time/simulated-time.ts'
import { SessionData } from '../session-data.ts'
import type { SymbolSession } from '../symbol-session.ts'

/** One symbol of a session whose clock stands at the close unless told. */
export function loneSymbol(session: Session, time = new SimulatedTime(session.close)): SymbolSession {
  return new SessionData(session, time).registerSymbol('SPY')
}
