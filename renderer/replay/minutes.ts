import { useEffect } from 'react'
import { create } from 'zustand'
import { oneMinute } from '#shared/bars/interval.ts'
import { closeFeed, openFeed } from '../charts/feeds.ts'
import { endedSlots, expectedSlots, type Runs, slotRuns } from '../charts/slots.ts'
import { useChart } from '../stores/chart.ts'
import { hasSymbol } from '../stores/replay.ts'
import { useShownSession } from '../stores/shown-session.ts'

const noRuns: Runs = { present: [], missing: [] }

/** Runs of regular minutes of this session with a bar of the focused symbol and without one, up to the clock. */
export const useMinutes = create<{ readonly runs: Runs }>(() => ({ runs: noRuns }))

/** Keeps the runs up to date while the replay is on the screen. */
export function useMinuteFeed(): void {
  const symbol = useChart((state) => state.symbol)
  const info = useShownSession()
  useEffect(() => {
    useMinutes.setState({ runs: noRuns })
    if (!symbol || !info || !hasSymbol(info, symbol)) return
    const slots = expectedSlots(info.segments, oneMinute)
    let shown: number | undefined
    const feed = openFeed(
      { symbol, interval: oneMinute, trailing: false },
      {
        onBars(change, clock) {
          const ended = endedSlots(slots, clock)
          // Until its first bars have come, an empty chart means nothing.
          if (!change && (shown === undefined || shown === ended)) return
          shown = ended
          useMinutes.setState({ runs: slotRuns(slots, ended, feed.cache.columns.start, feed.cache.length) })
        },
      },
    )
    return () => closeFeed(feed)
  }, [symbol, info])
}
