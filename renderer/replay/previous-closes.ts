import type { PreviousCloses } from '#shared/protocol/replay-calls.ts'
import { useReplay } from '../stores/replay.ts'

/** Symbols closed elsewhere in the session before than was told; of another session than the shown one it tells nothing. */
export function takePreviousCloses({ session, closes }: PreviousCloses): void {
  const { info } = useReplay.getState()
  if (info?.session !== session) return
  const bySymbol = new Map(closes.map((close) => [close.symbol, close]))
  const symbols = info.symbols.map(({ previousClose, ...listed }) => {
    const renewed = bySymbol.get(listed.symbol)
    const close = renewed ? renewed.previousClose : previousClose
    return { ...listed, ...(close !== undefined && { previousClose: close }) }
  })
  // The exchanges stay the same objects: what is drawn of the session stays as it is.
  useReplay.setState({ info: { ...info, symbols } })
}
