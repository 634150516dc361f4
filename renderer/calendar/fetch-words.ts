import type { SessionFetchState } from '#shared/protocol/calendar-calls.ts'
import { formatCount } from '../charts/prices.ts'
import { formatSession } from '../time/zone.ts'
import { countText } from './summary.ts'

/** What is fetched: "Mon 18 Nov 2024", "Mon 18 Nov 2024 – Tue 26 Nov 2024". */
export function fetchedSpan({ from, to }: Pick<SessionFetchState, 'from' | 'to'>): string {
  return from === to ? formatSession(from) : `${formatSession(from)} – ${formatSession(to)}`
}

/** How far a fetch is, or what came of it, in a sentence. */
export function fetchWords(fetching: SessionFetchState): string {
  const { state, ready, of, requests, gaps, filled, reason } = fetching
  const came = `${formatCount(filled)} of ${formatCount(gaps)} missing ${gaps === 1 ? 'minute' : 'minutes'} came`
  switch (state) {
    case 'running':
      return `${formatCount(ready)} of ${countText(of, 'session', 'sessions')} of symbols complete, ${countText(requests, 'request', 'requests')} sent`
    case 'done':
      return gaps === 0 ? 'Nothing was missing.' : `Complete: ${came}.`
    case 'cancelled':
      return `Stopped: ${came}.`
    case 'partial':
    case 'failed':
      return [gaps > 0 && `${came}.`, reason].filter(Boolean).join(' ')
  }
}
