import { useEffect, useState } from 'react'
import { useReplay } from '../stores/replay.ts'
import { watchQuotes } from '../watchlist/quote-board.ts'
import { SlowWrites } from '../watchlist/slow-writes.ts'

const writes = new SlowWrites()

/** Last price of a symbol of the replay, told four times a second at most; NaN before its first bar. */
export function useLastPrice(symbol: string): number {
  const symbols = useReplay((state) => state.info?.symbols)
  const [price, setPrice] = useState(Number.NaN)
  useEffect(() => {
    const index = symbols?.findIndex((listed) => listed.symbol === symbol) ?? -1
    if (index < 0) return
    const owner = {}
    let isFirst = true
    const stop = watchQuotes(({ last }) => {
      const next = last[index] ?? Number.NaN
      if (isFirst) setPrice(next)
      else writes.request(owner, () => setPrice(next))
      isFirst = false
    })
    return () => {
      stop()
      writes.cancel(owner)
    }
  }, [symbol, symbols])
  return price
}
