import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { trailingWindows } from '#shared/settings/trailing-windows.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { calendarsAreCurrent } from '../calendar-overlay/calendar-news.ts'
import { changeFeeds, chartsToOpen, startFeeds, stopFeeds } from '../charts/feeds.ts'
import { awaitCharts, moreCame, showAll, whenChartsDrawn } from '../engine/charts-first.ts'
import { engine } from '../engine/link.ts'
import { focusSymbol, useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { usePlayback } from '../stores/playback.ts'
import { remember, rememberStore } from '../stores/remembered.ts'
import { hasSymbol, type Opening, type SessionRange, useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { useSessionState } from '../stores/session-state.ts'
import { useSettings } from '../stores/settings.ts'
import { shownNow } from '../stores/shown-session.ts'
import { useSymbols } from '../stores/symbols.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { activeSymbols, useWatchlists } from '../stores/watchlists.ts'
import { forgetQuotes } from '../watchlist/quote-board.ts'
import { forgetVersions } from './bar-versions.ts'
import { hearOpening } from './hear-opening.ts'
import { goesOn, rangeFor, untilOf } from './range.ts'
import { doAsWanted, openingOf, type Place } from './when-open.ts'

let latestOpening = 0

/** Symbols of the shown watchlist that the store has. */
export function replayableSymbols(): string[] {
  const { bySymbol } = useSymbols.getState()
  return activeSymbols().filter((symbol) => bySymbol.has(symbol))
}

/** Those of them that trade on an exchange. */
export function symbolsOn(exchange: string): string[] {
  const { bySymbol } = useSymbols.getState()
  const { run } = useRun.getState()
  // A session file or a plan names one exchange, under whichever of its codes the store knows the symbols.
  if (run) return [...run.symbols]
  return activeSymbols().filter((symbol) => bySymbol.get(symbol)?.exchange === exchange)
}

/** Focuses a symbol; sessions are those of its exchange from now on, if the replay has it. */
export function focusReplayed(symbol: string | undefined): void {
  focusSymbol(symbol)
  const { info } = useReplay.getState()
  const exchange = symbol === undefined ? undefined : useSymbols.getState().bySymbol.get(symbol)?.exchange
  if (info && symbol && exchange && hasSymbol(info, symbol)) useReplay.setState({ exchange })
}

/**
 * Opens the wanted session with the symbols of the shown watchlist, of all exchanges, and its charts, which are shown
 * as soon as they are there. A call that a later one overtakes changes nothing any more. Rejects when the engine
 * refuses or ends; the reason then also stands in the replay's status.
 */
export async function openReplay(place?: Place): Promise<void> {
  const { exchange, session, range, hours, adjustment, view } = useReplay.getState()
  if (!exchange || !session) return showAll()
  const until = untilOf(range, session)
  const symbols = replayableSymbols()
  const onExchange = symbolsOn(exchange)
  const opening = ++latestOpening
  const isLatest = (): boolean => opening === latestOpening
  awaitCharts()
  stopFeeds()
  forgetVersions()
  useSessionState.setState({ reports: [] })
  if (onExchange.length === 0) {
    showAll()
    await attempt(async () => engine().call('replay.close', undefined))
    return useReplay.setState({ info: undefined, status: { state: 'none' } })
  }
  const { speed } = usePlayback.getState()
  useReplay.setState({ status: openingOf(session, place) })
  // Before the engine is asked: what it tells from now on may be about what it opens.
  calendarsAreCurrent()
  const charts = chartsToOpen(onExchange)
  const hasCharts = (info: ReplayInfo): boolean => charts.some(({ symbol }) => hasSymbol(info, symbol))
  /** What of the session is shown once its charts are drawn, and whether that was; undefined while nothing came. */
  const early: { shows?: { take: () => void; isTaken: boolean; readonly drawn: Promise<void> } } = {}
  const stopHearing = hearOpening(opening, (info) => {
    if (!isLatest() || !hasCharts(info)) return
    startFeeds(info, charts)
    const take = (): void => {
      const { status } = useReplay.getState()
      if (isLatest() && status.state === 'opening')
        takeReplay(info, onExchange, place, { ...status, shows: 'charts' })
    }
    const drawn = whenChartsDrawn(() => {
      if (!early.shows) return
      early.shows.isTaken = true
      early.shows.take()
    }, 'for-more')
    early.shows = { take, isTaken: false, drawn }
  })
  try {
    const info = await engine().call('replay.open', {
      session,
      exchange,
      symbols,
      trailing: historyWanted(),
      ...(!loadsHistory() && { loadsTrailing: false }),
      hours,
      adjustment,
      view,
      speed,
      charts,
      opening,
      ...(until && { until }),
      ...(place && { at: place.at }),
    })
    if (!isLatest()) return
    const wanted: { opening?: Opening } = {}
    const take = (): void => {
      const { status } = useReplay.getState()
      if (!isLatest() || status.state !== 'opening') return
      wanted.opening = status
      takeReplay(info, onExchange, place, { state: 'open' })
    }
    if (early.shows) changeFeeds(info)
    else startFeeds(info, charts)
    if (early.shows && !early.shows.isTaken) {
      early.shows.take = take
      moreCame()
      await early.shows.drawn
    } else if (!early.shows && hasCharts(info)) await whenChartsDrawn(take)
    else {
      take()
      showAll()
    }
    if (!isLatest() || !wanted.opening) return
    rememberShown()
    await doAsWanted(wanted.opening, isLatest)
  } catch (error) {
    const failure = asFailure(error)
    if (isLatest() && failure.code !== 'engine-gone') {
      forgetQuotes()
      useReplay.setState({ info: undefined, status: { state: 'failed', cause: failure.message } })
    }
    throw failure
  } finally {
    stopHearing()
  }
}

/** Shows a replay that was opened, or so much of it as is known, all of the window but its charts. */
function takeReplay(
  info: ReplayInfo,
  onExchange: readonly string[],
  place: Place | undefined,
  status: { readonly state: 'open' } | Opening,
): void {
  const { symbol } = useChart.getState()
  if (!symbol || !onExchange.includes(symbol)) focusSymbol(onExchange[0])
  forgetQuotes()
  usePlayback.setState({
    clock: place?.at ?? info.exchanges[0]?.opens ?? info.start,
    playing: false,
    ended: false,
  })
  useReplay.setState({ info, status })
}

/** The sessions before its own that the replay keeps at hand: as the session file says, else as is set. */
export function historyWanted(): TrailingWindow[] {
  const { run } = useRun.getState()
  return run?.kind === 'file'
    ? [...run.windows]
    : trailingWindows(useSettings.getState().state?.values ?? defaultSettings)
}

/** Whether they are loaded when a session is opened: those of a session file always, others as is set. */
function loadsHistory(): boolean {
  const { historicalBarsAutoLoad } = useSettings.getState().state?.values ?? defaultSettings
  return useRun.getState().run !== undefined || historicalBarsAutoLoad
}

/** Opens the replay anew where it stands, e.g. because its symbols changed. */
export async function reopenReplay(): Promise<void> {
  const { clock, playing } = usePlayback.getState()
  const { info, session } = useReplay.getState()
  const place =
    info && clock !== undefined && info.session === session
      ? { at: clock, playing, because: 'stood' as const }
      : undefined
  await quietly(openReplay(place))
}

/** The reason of a refused session stands on the chart; nothing more to tell. */
async function quietly(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch {}
}

/** Shows a session from its start, or `chosen` to play through; the one that was rolled from, as it ended. */
export async function showSession(
  session: SessionDate,
  exchange?: string,
  chosen?: SessionRange,
): Promise<void> {
  const now = useReplay.getState()
  const isOther = exchange !== undefined && exchange !== now.exchange
  const range = chosen ?? (isOther ? undefined : rangeFor(now.range, session))
  const ended = !isOther && now.rolledFrom?.session === session ? now.rolledFrom : undefined
  awaitCharts()
  useReplay.setState({ session, range, exchange: exchange ?? now.exchange, rolledFrom: undefined })
  await quietly(openReplay(ended && { at: ended.end, playing: false, because: 'chosen' }))
}

/** Shows a session from which the replay plays through to a later one. */
export async function showRange(first: SessionDate, last: SessionDate): Promise<void> {
  awaitCharts()
  useReplay.setState({ session: first, range: last > first ? { first, last } : undefined })
  await reopenReplay()
}

/** Shows the newest session of an exchange that the store has bars of. */
export async function showLatestSession(exchange: string): Promise<void> {
  const session = await attempt(async () => engine().call('calendar.latest', { exchange }))
  if (session) await showSession(session, exchange)
  else if (session === null) {
    useReplay.setState({ exchange, session: undefined, info: undefined, status: { state: 'none' } })
  }
}

/** Shows what was shown of this store the last time, else its newest session. */
export async function showFirstSession(): Promise<void> {
  const store = useOpenStore.getState().store
  const exchange = mainExchange()
  if (!store || !exchange) return
  const last = useOpenStore.getState().shownBefore
  if (last && store.exchanges.includes(last.exchange)) {
    focusSymbol(last.symbol)
    return showSession(last.session, last.exchange)
  }
  return showLatestSession(exchange)
}

/** The exchange that most symbols of the store trade on. */
function mainExchange(): string | undefined {
  const counts = new Map<string, number>()
  for (const { exchange } of useSymbols.getState().symbols) {
    counts.set(exchange, (counts.get(exchange) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)
  return most?.[0]
}

/** Goes to the next session of the calendar in a direction, with bars or without. */
export async function showNeighbourSession(direction: 1 | -1): Promise<void> {
  const { exchange, session, info } = useReplay.getState()
  if (!exchange || !session) return
  if (direction === 1 && info?.session === session && goesOn(info) && usePlayback.getState().ended)
    return void (await attempt(async () => engine().call('replay.roll', undefined)))
  const next = await attempt(() => neighbourSession(exchange, session, direction))
  if (next) await showSession(next)
  else if (next === null) tell('info', `The calendar of ${exchange} has no session beyond ${session}.`)
}

async function neighbourSession(
  exchange: string,
  session: SessionDate,
  direction: 1 | -1,
): Promise<SessionDate | null> {
  const { first, last } = await engine().call('calendar.range', { exchange })
  // The longest closures of any exchange are below two weeks.
  const reach = addDays(session, 14 * direction)
  const [from, to] = direction === 1 ? [session, earlier(reach, last)] : [later(reach, first), session]
  const { sessions } = await engine().call('calendar.sessions', { exchange, from, to })
  const others = sessions.map((listed) => listed.session).filter((other) => other !== session)
  return (direction === 1 ? others[0] : others.at(-1)) ?? null
}

function addDays(date: SessionDate, days: number): SessionDate {
  return dateOfDay(dayNumber(date) + days)
}

function earlier(one: SessionDate, other: SessionDate): SessionDate {
  return one < other ? one : other
}

function later(one: SessionDate, other: SessionDate): SessionDate {
  return one > other ? one : other
}

export async function showHours(hours: 'regular' | 'all'): Promise<void> {
  useReplay.setState({ hours })
  remember({ hours })
  const info = shownNow()
  const { clock, playing } = usePlayback.getState()
  if (!info || clock === undefined) return quietly(openReplay())
  const first = info.segments[0]?.open ?? info.opens
  const last = info.segments.at(-1)?.close ?? info.closes
  const at = hours === 'all' ? clock : (Math.max(first, Math.min(last, clock)) as EpochMs)
  await quietly(openReplay({ at, playing, because: 'stood' }))
}

/** Shows earlier sessions adjusted in another way; the replay goes on where it stands. */
export async function showAdjustment(adjustment: AdjustmentMode): Promise<void> {
  if (adjustment === useReplay.getState().adjustment) return
  useReplay.setState({ adjustment })
  remember({ adjustment })
  await reopenReplay()
}

/** Shows bars as they were known at the clock, or as repaired; the replay goes on where it stands. */
export async function showBarView(view: BarView): Promise<void> {
  if (view === useReplay.getState().view) return
  useReplay.setState({ view })
  remember({ view })
  await reopenReplay()
}

/** Remembers what is shown of the open store, for the next start. */
export function rememberShown(): void {
  const path = useOpenStore.getState().store?.path
  const { exchange, session } = useReplay.getState()
  const { symbol } = useChart.getState()
  const watchlist = useWatchlists.getState().activeId
  if (!path || !exchange || !session) return
  rememberStore(path, { exchange, session, ...(symbol && { symbol }), ...(watchlist && { watchlist }) })
}
