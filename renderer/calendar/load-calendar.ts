import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CalendarQuality } from '#shared/protocol/calendar-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { type Quality, type SymbolsOf, useCalendar, yearOf } from './calendar-state.ts'
import { countsAt } from './measures.ts'

/** Changes of what is stored come in swarms. */
const pauseMs = 400

/** Counts what is asked for as a whole: what came for an earlier choice is not shown any more. */
let asked = 0
/** Sessions whose bars are not what was told. */
const outdated = new Set<SessionDate>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Loads the exchanges that have a calendar. */
export async function loadExchanges(): Promise<void> {
  const exchanges = await attempt(async () => engine().call('calendar.exchanges', undefined))
  if (exchanges) useCalendar.setState({ exchanges })
}

/**
 * Loads the year of the chosen day: its days at once, then how complete the bars of its sessions are. What is shown
 * already stays until the new is there.
 */
export async function loadYear(): Promise<void> {
  const { exchange, chosen, symbolsOf } = useCalendar.getState()
  if (exchange === undefined) return
  const question = ++asked
  outdated.clear()
  const isLast = (): boolean => question === asked
  const year = yearOf(chosen)
  useCalendar.setState({ failure: undefined, counting: true })
  try {
    const range = await engine().call('calendar.range', { exchange })
    if (!isLast()) return
    useCalendar.setState({ range })
    if (!isInside(year, range)) return useCalendar.setState({ year: undefined, quality: undefined })
    const days = await engine().call('calendar.year', { exchange, year })
    if (!isLast()) return
    useCalendar.setState({ year: days })
    const [first, last] = [days.sessions[0]?.session, days.sessions.at(-1)?.session]
    if (!first || !last) return useCalendar.setState({ quality: undefined })
    const whole = { from: `${year}-01-01` as SessionDate, to: `${year}-12-31` as SessionDate }
    const quality = await engine().call('calendar.quality', {
      exchange,
      ...whole,
      ...symbolsOfList(symbolsOf),
    })
    if (isLast()) useCalendar.setState({ quality: qualityOf(quality) })
  } catch (error) {
    if (isLast()) takeFailure(error)
  } finally {
    if (isLast()) useCalendar.setState({ counting: false })
  }
}

/** The bars of some sessions are not what they were: they alone are asked about again. */
export function refreshSessions(sessions: readonly SessionDate[]): void {
  const shown = new Set(useCalendar.getState().year?.sessions.map(({ session }) => session))
  for (const session of sessions) if (shown.has(session)) outdated.add(session)
  if (outdated.size > 0 && timer === undefined) timer = setTimeout(() => void askOutdated(), pauseMs)
}

async function askOutdated(): Promise<void> {
  const { exchange, symbolsOf, counting } = useCalendar.getState()
  // The engine answers the last question only: the year comes first.
  timer = counting ? setTimeout(() => void askOutdated(), pauseMs) : undefined
  if (counting) return
  const sessions = [...outdated].sort()
  const [from, to] = [sessions[0], sessions.at(-1)]
  outdated.clear()
  if (exchange === undefined || !from || !to) return
  const question = asked
  try {
    const answer = await engine().call('calendar.quality', {
      exchange,
      from,
      to,
      ...symbolsOfList(symbolsOf),
    })
    const { quality } = useCalendar.getState()
    if (question !== asked || !quality) return
    const now = qualityOf(answer)
    useCalendar.setState({ quality: { ...now, sessions: new Map([...quality.sessions, ...now.sessions]) } })
  } catch (error) {
    if (question === asked) takeFailure(error)
  }
}

/** The symbols of a watchlist; none where all of the exchange are meant. */
export function symbolsOfList(symbolsOf: SymbolsOf): { symbols?: string[] } {
  if (symbolsOf === 'all') return {}
  const list = useWatchlists.getState().lists.find(({ id }) => id === symbolsOf)
  return list ? { symbols: [...list.symbols] } : {}
}

function isInside(year: number, { first, last }: { readonly first: string; readonly last: string }): boolean {
  return year >= Number(first.slice(0, 4)) && year <= Number(last.slice(0, 4))
}

function qualityOf({ clock, symbols, sessions, stored, counts }: CalendarQuality): Quality {
  const told = sessions.map(
    (session, place) => [session, { stored: stored[place] ?? 0, counts: countsAt(counts, place) }] as const,
  )
  return { clock, symbols, sessions: new Map(told) }
}

/** An engine that is gone is told by the banner. */
function takeFailure(error: unknown): void {
  const { code, message } = asFailure(error)
  if (code !== 'engine-gone' && code !== 'cancelled')
    useCalendar.setState({ failure: message, quality: undefined })
}
