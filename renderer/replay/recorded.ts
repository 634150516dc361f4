import { useEffect, useState } from 'react'
import { useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { watchQuotes } from '../watchlist/quote-board.ts'

interface Recorded {
  readonly recorded: number
  readonly expected: number
}

/** Minutes of the focused symbol that have a bar, and those that have ended on the clock, as the last frame told. */
export function useRecorded(): Recorded | undefined {
  const symbol = useChart((state) => state.symbol)
  const symbols = useReplay((state) => state.info?.symbols)
  const [minutes, setMinutes] = useState<Recorded>()
  useEffect(() => {
    setMinutes(undefined)
    const index = symbols?.findIndex((listed) => listed.symbol === symbol) ?? -1
    if (index < 0) return
    return watchQuotes(({ recorded, expected }) => {
      if (index >= recorded.length) return
      const next = { recorded: recorded[index] ?? 0, expected: expected[index] ?? 0 }
      setMinutes((now) => (now?.recorded === next.recorded && now.expected === next.expected ? now : next))
    })
  }, [symbol, symbols])
  return minutes
}
