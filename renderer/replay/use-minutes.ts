import { useEffect, useState } from 'react'
import { oneMinute } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { closeFeed, openFeed } from '../charts/feeds.ts'
import { endedSlots, expectedSlots, type Runs, slotRuns } from '../charts/slots.ts'
import { useReplay } from '../stores/replay.ts'

const noRuns: Runs = { present: [], missing: [] }

/** Runs of regular minutes of this session with a bar of a symbol and without one, up to the clock. */
export function useMinutes(symbol: string | undefined): Runs {
  const segments = useReplay((state) => state.info?.segments)
  const [runs, setRuns] = useState(noRuns)
  useEffect(() => {
    setRuns(noRuns)
    if (!symbol || !segments) return
    const slots = expectedSlots(segments, oneMinute)
    let ended = -1
    let stale = true
    const feed = openFeed(
      { symbol, interval: oneMinute, trailing: false },
      {
        onBars(change, clock: EpochMs) {
          const now = endedSlots(slots, clock)
          if (change) stale = false
          if (stale || (!change && now === ended)) return
          ended = now
          setRuns(slotRuns(slots, ended, feed.cache.columns.start, feed.cache.length))
        },
      },
    )
    return () => closeFeed(feed)
  }, [symbol, segments])
  return runs
}
