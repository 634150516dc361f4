import { create } from 'zustand'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionFetchState } from '#shared/protocol/calendar-calls.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { useCalendar } from './calendar-state.ts'
import { symbolsOfList } from './load-calendar.ts'

/** The fetch that runs or ran last; undefined once its end was seen. */
export const useFetching = create<{ readonly fetching: SessionFetchState | undefined }>(() => ({
  fetching: undefined,
}))

/** The engine told how far a fetch is. */
export function takeFetching(fetching: SessionFetchState | undefined): void {
  useFetching.setState({ fetching })
}

/** Asks the sources once more for what sessions lack, of the symbols that the calendar is about. */
export async function fetchSessions(from: SessionDate, to: SessionDate): Promise<void> {
  const { exchange, symbolsOf } = useCalendar.getState()
  if (exchange === undefined) return
  const asked = { exchange, from, to, ...symbolsOfList(symbolsOf) }
  const begun = await attempt(async () => engine().call('calendar.fetch', asked))
  if (begun && useFetching.getState().fetching?.state !== 'running') takeFetching(begun)
}

export async function stopFetching(): Promise<void> {
  await attempt(async () => engine().call('calendar.stopFetch', undefined))
}

/** A fetch that the window has not seen the beginning of, or that ended with its engine. */
export async function loadFetching(): Promise<void> {
  const now = await attempt(async () => engine().call('calendar.fetchState', undefined))
  const { fetching } = useFetching.getState()
  if (now?.state === 'running') takeFetching(now)
  else if (now === null || (now && fetching?.state === 'running')) takeFetching(now ?? undefined)
}
