import { useEffect } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CalendarChanged } from '../calendar-overlay/calendar-news.ts'
import { engine } from '../engine/link.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useSymbols } from '../stores/symbols.ts'
import { attempt } from '../stores/toasts.ts'
import { useView } from '../stores/view.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { useCalendar, yearOf } from './calendar-state.ts'
import { loadFetching } from './fetching.ts'
import { loadExchanges, loadYear, refreshSessions } from './load-calendar.ts'
import { loadRuns, loadYearAfter } from './load-runs.ts'

/** A store tells of itself several times while something is imported. */
const pauseMs = 300

/** Loads what is chosen when the view is shown and when the choice is another, and the year anew when the store is. */
export function useCalendarFeed(): void {
  const exchange = useCalendar((state) => state.exchange)
  const year = useCalendar((state) => yearOf(state.chosen))
  const symbolsOf = useCalendar((state) => state.symbolsOf)
  const list = useWatchlists(({ lists }) => lists.find(({ id }) => id === symbolsOf))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the runs are those of an exchange
  useEffect(() => void loadRuns(), [exchange])
  const runs = useCalendar((state) => state.runs)
  const range = useCalendar((state) => state.range)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another year, or other runs, want other sessions
  useEffect(() => void loadYearAfter(), [exchange, year, runs, range])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is asked for
  useEffect(() => void loadYear(), [exchange, year, symbolsOf, list])
  useEffect(() => {
    void loadExchanges()
    void loadFetching()
    let timer: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = useOpenStore.subscribe(({ store }, before) => {
      if (!store || store === before.store || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        void loadExchanges()
        void loadYear()
      }, pauseMs)
    })
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [])
}

/** What is on record of runs is not what it was. */
export function refreshRuns(): void {
  if (useView.getState().view === 'calendar') void loadRuns()
}

/** What is known of these sessions is not what it was. */
export function refreshLedger(
  changes: readonly { readonly symbol: string; readonly session: SessionDate }[],
): void {
  if (useView.getState().view !== 'calendar') return
  const { exchange } = useCalendar.getState()
  const { bySymbol } = useSymbols.getState()
  const own = changes.filter(({ symbol }) => bySymbol.get(symbol)?.exchange === exchange)
  refreshSessions(own.map(({ session }) => session))
}

/** A calendar is not what it was: its days are asked for again, and the bars of the sessions that changed. */
export async function refreshCalendar({ exchange, sessions }: CalendarChanged): Promise<void> {
  const { year, exchange: asked, chosen } = useCalendar.getState()
  if (useView.getState().view !== 'calendar' || !asked || year?.exchange !== exchange) return
  const answers = await attempt(async () =>
    Promise.all([
      engine().call('calendar.range', { exchange: asked }),
      engine().call('calendar.year', { exchange: asked, year: yearOf(chosen) }),
    ]),
  )
  const now = useCalendar.getState()
  if (!answers || now.exchange !== asked || yearOf(now.chosen) !== yearOf(chosen)) return
  const [range, days] = answers
  useCalendar.setState(({ quality }) => ({
    range,
    year: days,
    quality: quality && { ...quality, sessions: withSessions(quality.sessions, days.sessions) },
  }))
  refreshSessions(sessions)
}

/** What is told of the sessions that a calendar has now; a new one is not known until it is asked about. */
function withSessions<T>(
  told: ReadonlyMap<SessionDate, T>,
  sessions: readonly { readonly session: SessionDate }[],
): ReadonlyMap<SessionDate, T> {
  return new Map(
    sessions.flatMap(({ session }) => {
      const known = told.get(session)
      return known === undefined ? [] : [[session, known] as const]
    }),
  )
}
