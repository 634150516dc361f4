import { useEffect } from 'react'
import { create } from 'zustand'
import { oneDay } from '#shared/bars/interval.ts'
import { parseSessionDate } from '#shared/calendar/session-date.ts'
import type { ListedSession } from '#shared/protocol/calendar-calls.ts'
import { useCalendarNews } from '../../calendar-overlay/calendar-news.ts'
import { engine } from '../../engine/link.ts'
import { clampDate, type Range, useRange } from '../../replay/calendar-days.ts'
import { attempt } from '../../stores/toasts.ts'
import type { FormText } from './form-text.ts'

/** What the calendar says of the sessions that a form names. */
interface FormSessions {
  /** How far the calendar of the exchange reaches. */
  readonly range: (Range & { readonly exchange: string }) | undefined
  readonly told:
    | {
        readonly exchange: string
        readonly from: string
        readonly to: string
        readonly sessions: readonly ListedSession[]
        readonly closures: ReadonlyMap<string, string>
      }
    | undefined
}

export const useFormSessions = create<FormSessions>(() => ({ range: undefined, told: undefined }))

type Asked = Pick<FormText, 'exchange' | 'from' | 'to'>

/** Asks the calendar about what is typed, again when a calendar changes. */
export function useSessionsFeed({ exchange, from, to }: Asked): void {
  const range = useRange(exchange)
  const changes = useCalendarNews((state) => state.changes)
  useEffect(() => useFormSessions.setState({ range: range && { ...range, exchange } }), [range, exchange])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a change it is asked for anew
  useEffect(() => {
    const [first, last] = [parseSessionDate(from.trim()), parseSessionDate(to.trim())]
    if (!range || !first || !last || last < first) return
    let wanted = true
    void attempt(async () => {
      const { sessions, closures } = await engine().call('calendar.sessions', {
        exchange,
        from: clampDate(first, range),
        to: clampDate(last, range),
      })
      if (!wanted) return
      useFormSessions.setState({
        told: {
          exchange,
          from,
          to,
          sessions,
          closures: new Map(closures.map(({ date, reason }) => [date, reason])),
        },
      })
    })
    return () => {
      wanted = false
    }
  }, [exchange, from, to, range, changes])
}

/** What was told of exactly these sessions; undefined while that is asked. */
export function toldOf({ told }: Pick<FormSessions, 'told'>, form: Asked): FormSessions['told'] {
  const isSame = told?.exchange === form.exchange && told.from === form.from && told.to === form.to
  return isSame ? told : undefined
}

/** What is wrong with the sessions as the calendar and the store have them. */
export function sessionsProblem(told: FormSessions['told'], interval: string): string | undefined {
  if (!told) return undefined
  if (told.sessions.length === 0) return 'There is no session between these days.'
  if (interval !== oneDay && told.sessions.every(({ symbols }) => symbols === 0))
    return 'No minute bars of these sessions are stored.'
  return undefined
}
