import { useEffect } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure, type FailureCode } from '#shared/protocol/failure.ts'
import type { GapRow, LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { emptyLedger, useLedger } from '../stores/ledger.ts'
import { usePlayback } from '../stores/playback.ts'
import { hasSymbol } from '../stores/replay.ts'
import { type ShownSession, useShownSession } from '../stores/shown-session.ts'
import { EarlierGaps } from './earlier-gaps.ts'
import { LedgerAsker } from './ledger-asker.ts'

/** Between two questions while the clock goes on. */
const pauseMs = 250
/** Of so many earlier sessions the gaps are asked for, the newest ones. */
const mostEarlier = 10
/** A replay or an engine that is gone is told elsewhere. */
const toldElsewhere: readonly FailureCode[] = [
  'engine-gone',
  'cancelled',
  'no-replay',
  'no-store',
  'no-session',
]

let current:
  | {
      readonly symbol: string
      readonly session: SessionDate
      readonly asker: LedgerAsker<LedgerAnswer>
      readonly earlier: EarlierGaps
    }
  | undefined

/** Keeps the gap ledger of the focused symbol up to date while the replay is on the screen. */
export function useLedgerFeed(): void {
  const symbol = useChart((state) => state.symbol)
  const info = useShownSession()
  useEffect(() => {
    useLedger.setState(emptyLedger)
    if (!symbol || !info || !hasSymbol(info, symbol)) return
    return follow(symbol, info)
  }, [symbol, info])
}

/** The engine told that what is known of these sessions is not what it was. */
export function takeLedgerChanges(
  changes: readonly { readonly symbol: string; readonly session: SessionDate }[],
): void {
  for (const { symbol, session } of changes) {
    if (current?.symbol !== symbol) continue
    if (current.session === session) current.asker.changed()
    else current.earlier.changed(session)
  }
}

function follow(symbol: string, info: ShownSession): () => void {
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs))
  const sessions = info.trailing.slice(-mostEarlier).map(({ session }) => session)
  const earlier = new EarlierGaps(sessions, {
    ask: async (session) => (await engine().call('ledger.session', { symbol, session })).gaps,
    take: (gaps) => {
      const before = useLedger.getState().earlier
      if (!areAlike(before, gaps)) useLedger.setState({ earlier: gaps })
    },
    pause,
  })
  const asker = new LedgerAsker<LedgerAnswer>({
    ask: () => engine().call('ledger.session', { symbol }),
    take: (answer) => {
      if (answer.session !== info.session) return
      const before = useLedger.getState().answer?.gaps ?? []
      // Gaps that are as they were keep their identity, so that nothing is drawn anew for them.
      const gaps = areAlike(before, answer.gaps) ? before : answer.gaps
      useLedger.setState({ answer: { ...answer, gaps }, failure: undefined })
      earlier.begin()
    },
    fail: (error) => {
      const { code, message } = asFailure(error)
      if (!toldElsewhere.includes(code)) useLedger.setState({ answer: undefined, failure: message })
    },
    pause,
  })
  current = { symbol, session: info.session, asker, earlier }
  const { clock } = usePlayback.getState()
  asker.clockAt(clock ?? info.start)
  const unsubscribe = usePlayback.subscribe((now, before) => {
    if (now.clock !== undefined && now.clock !== before.clock) asker.clockAt(now.clock)
  })
  return () => {
    earlier.stop()
    unsubscribe()
    asker.stop()
  }
}

function areAlike(one: readonly GapRow[], other: readonly GapRow[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
