import { useEffect, useMemo, useState } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CalendarSession } from '#shared/protocol/calendar-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { engine } from '../engine/link.ts'
import { useCalendar } from './calendar-state.ts'
import { symbolsOfList } from './load-calendar.ts'
import { type Counts, countsAt } from './measures.ts'

/** Arrows held down pass days that nobody looks at. */
const pauseMs = 120

/** One symbol of a session. */
export interface SymbolRow {
  readonly symbol: string
  readonly counts: Counts
}

/** An answer of the engine about what is asked for now; what came for another day is not shown. */
type Told<T> = { readonly of: string; readonly value: T | undefined; readonly failure: string | undefined }

/** Hours of a session and the quality of each symbol in it; asked for again when its bars are not what they were. */
export function useSessionDetail(session: SessionDate): {
  readonly detail: CalendarSession | undefined
  readonly rows: readonly SymbolRow[]
  readonly failure: string | undefined
} {
  const exchange = useCalendar((state) => state.exchange)
  const symbolsOf = useCalendar((state) => state.symbolsOf)
  const told = useCalendar((state) => state.quality?.sessions.get(session))
  const version = useCalendar((state) => state.year?.version)
  const key = `${exchange} ${session} ${symbolsOf}`
  const answer = useAnswer(key, [told, version], async () => {
    if (exchange === undefined) return undefined
    return engine().call('calendar.session', { exchange, session, ...symbolsOfList(symbolsOf) })
  })
  const detail = answer?.value
  const rows = useMemo(() => (detail ? worstFirst(detail) : []), [detail])
  return { detail, rows, failure: answer?.failure }
}

/** The missing minutes of a symbol's session; undefined until they are told, and where no symbol is chosen. */
export function useGaps(
  symbol: string | undefined,
  session: SessionDate,
): { readonly gaps: readonly GapRow[] | undefined; readonly failure: string | undefined } {
  const told = useCalendar((state) => state.quality?.sessions.get(session))
  const answer = useAnswer(`${symbol} ${session}`, [told], async () =>
    symbol === undefined ? undefined : engine().call('calendar.gaps', { symbol, session }),
  )
  return { gaps: answer?.value, failure: answer?.failure }
}

/** Asks after a short pause, and again when what `key` names or one of `reasons` is another. */
function useAnswer<T>(
  key: string,
  reasons: readonly unknown[],
  ask: () => Promise<T | undefined>,
): Told<T> | undefined {
  const [told, setTold] = useState<Told<T>>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the reasons say when to ask
  useEffect(() => {
    let wanted = true
    const take = (answer: Omit<Told<T>, 'of'>): void => {
      if (wanted) setTold({ of: key, ...answer })
    }
    const timer = setTimeout(() => {
      ask().then(
        (value) => take({ value, failure: undefined }),
        (error) => {
          const { code, message } = asFailure(error)
          const isTold = code === 'engine-gone' || code === 'cancelled'
          take({ value: undefined, failure: isTold ? undefined : message })
        },
      )
    }, pauseMs)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [key, ...reasons])
  return told?.of === key ? told : undefined
}

/** Symbols by what they lack, then by what had to be filled, then by name. */
function worstFirst({ symbols, counts }: CalendarSession): readonly SymbolRow[] {
  const rows = symbols.map((symbol, place) => ({ symbol, counts: countsAt(counts, place) }))
  return rows.sort(
    (one, other) =>
      other.counts.missing - one.counts.missing ||
      other.counts.filled - one.counts.filled ||
      (one.symbol < other.symbol ? -1 : 1),
  )
}
