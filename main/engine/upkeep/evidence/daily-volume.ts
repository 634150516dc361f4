import type { BarView } from '#shared/bars/bar-view.ts'
import { at, type BarColumns } from '#shared/bars/columns.ts'
import { oneDay } from '#shared/bars/interval.ts'
import { corrected, filled, mergeOrigin } from '#shared/bars/state.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import type { DailyVolumeEvidence } from './evidence.ts'
import { minuteTable } from './minute-table.ts'

/**
 * The volume of a session's recorded daily bar against that of its minutes, which are of the same feed; undefined
 * where the store has no such bar. As traded, a day that was corrected since is left out (R17).
 */
export function dailyVolumeOf(
  store: Pick<StoreReader, 'readFeedSessions'>,
  feed: string,
  symbol: string,
  session: Session,
  minutes: BarColumns,
  view: BarView,
): DailyVolumeEvidence | undefined {
  const [day] = store.readFeedSessions(feed, symbol, oneDay, session.date, session.date)
  const origin = day && mergeOrigin(at(day.columns.state, 0), 0)
  if (!day || origin === filled || (view === 'as-traded' && origin === corrected)) return undefined
  const slots = new ExpectedSlots(session, minuteMs)
  const { present, volume } = minuteTable(slots, minutes)
  return {
    kind: 'daily-volume',
    feed,
    volume: at(day.columns.volume, 0),
    allMinutes: minutes.volume.reduce((sum, one) => sum + one, 0),
    regularMinutes: volume.reduce((sum, one) => sum + one, 0),
    missing: slots.count - present.reduce((sum, one) => sum + one, 0),
  }
}
