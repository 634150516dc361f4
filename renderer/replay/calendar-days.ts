import { useEffect, useState } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CallResult } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { useCalendarNews } from '../calendar-overlay/calendar-news.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { firstDay, lastDay, type Month } from './month-grid.ts'

export type Range = CallResult<EngineContract, 'calendar.range'>
/** What the engine told of the days between two dates; of others nothing is known. */
export interface Days extends CallResult<EngineContract, 'calendar.sessions'> {
  readonly from: string
  readonly to: string
}

const noDays: Days = { from: '', to: '', sessions: [], closures: [] }

/** What the calendar of an exchange is and how far it reaches; undefined until the engine told. */
export function useRange(exchange: string): Range | undefined {
  const [range, setRange] = useState<Range>()
  const changes = useCalendarNews((state) => state.changes)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a change it is asked for anew
  useEffect(() => {
    let wanted = true
    void attempt(async () => {
      const answer = await engine().call('calendar.range', { exchange })
      if (wanted) setRange(answer)
    })
    return () => {
      wanted = false
    }
  }, [exchange, changes])
  return range
}

/** Sessions and closures of a month. */
export function useDays(exchange: string, { year, month }: Month, range: Range | undefined): Days {
  const [days, setDays] = useState(noDays)
  useEffect(() => {
    if (!range) return
    let wanted = true
    const from = clampDate(firstDay({ year, month }), range)
    const to = clampDate(lastDay({ year, month }), range)
    void attempt(async () => {
      const answer = await engine().call('calendar.sessions', { exchange, from, to })
      if (wanted) setDays({ ...answer, from, to })
    })
    return () => {
      wanted = false
    }
  }, [exchange, year, month, range])
  return days
}

export function clampDate(date: SessionDate, { first, last }: Range): SessionDate {
  if (date < first) return first
  return date > last ? last : date
}
