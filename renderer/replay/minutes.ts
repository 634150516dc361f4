import { useEffect } from 'react'
import { create } from 'zustand'
import { oneMinute } from '#shared/bars/interval.ts'
import { closeFeed, openFeed } from '../charts/feeds.ts'
import { filledRuns } from '../charts/filled-runs.ts'
import type { SeriesCache } from '../charts/series-cache.ts'
import { endedSlots, expectedSlots, type Runs, type Slots, type Stretch, slotRuns } from '../charts/slots.ts'
import { useChart } from '../stores/chart.ts'
import { hasSymbol, useReplay } from '../stores/replay.ts'
import { shownSession } from '../stores/shown-session.ts'
import { toldAfterCharts } from '../stores/told-after-charts.ts'

interface Minutes extends Runs {
  /** Runs of bars that came later, from another source. */
  readonly filled: readonly Stretch[]
  /** Whether the chart's bars have come: before, that nothing is there means nothing. */
  readonly known: boolean
}

const noMinutes: Minutes = { present: [], missing: [], filled: [], known: false }

/** Runs of regular minutes of this session with a bar of the focused symbol and without one, up to the clock. */
export const useMinutes = create<Minutes>(toldAfterCharts<Minutes>(() => noMinutes))

/** Keeps the runs up to date while the replay is on the screen. */
export function useMinuteFeed(): void {
  const symbol = useChart((state) => state.symbol)
  const isReplayed = useReplay(({ info }) => !!info && !!symbol && hasSymbol(info, symbol))
  useEffect(() => {
    useMinutes.setState(noMinutes)
    if (!symbol || !isReplayed) return
    let slots = expectedSlots([], oneMinute)
    let shown: number | undefined
    const feed = openFeed(
      { symbol, interval: oneMinute, trailing: false },
      {
        onReplay(info) {
          slots = expectedSlots(shownSession(info, symbol)?.segments ?? [], oneMinute)
          shown = undefined
          useMinutes.setState(noMinutes)
        },
        onBars(change, clock) {
          const ended = endedSlots(slots, clock)
          // Until its first bars have come, an empty chart means nothing.
          if (!change && (shown === undefined || shown === ended)) return
          shown = ended
          showMinutes(slots, ended, feed.cache)
        },
      },
    )
    return () => closeFeed(feed)
  }, [symbol, isReplayed])
}

/** Runs that are as they were keep their identity, so that nothing is drawn anew for them. */
function showMinutes(slots: Slots, ended: number, { columns, length }: SeriesCache): void {
  const shown = useMinutes.getState()
  const { present, missing } = slotRuns(slots, ended, columns.start, length)
  const filled = filledRuns(columns, length)
  useMinutes.setState({
    known: true,
    present,
    missing: areSame(missing, shown.missing) ? shown.missing : missing,
    filled: areSame(filled, shown.filled) ? shown.filled : filled,
  })
}

function areSame(some: readonly Stretch[], others: readonly Stretch[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ open, close }, index) => open === others[index]?.open && close === others[index].close)
  )
}
