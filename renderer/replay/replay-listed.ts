import { asFailure } from '#shared/protocol/failure.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { changeFeeds } from '../charts/feeds.ts'
import { engine } from '../engine/link.ts'
import { useReplay } from '../stores/replay.ts'
import { forgetQuotes } from '../watchlist/quote-board.ts'
import { reopenReplay, replayableSymbols, symbolsOn } from './session.ts'

let changes: Promise<void> = Promise.resolve()

/**
 * Takes the symbols of the shown watchlist into the open replay and others out of it, while it goes on; one change
 * after the other. Where no replay of the shown session is open, or none of its symbols is left, it is opened anew.
 */
export function replayListed(): Promise<void> {
  changes = changes.then(changeReplay)
  return changes
}

async function changeReplay(): Promise<void> {
  const { info, session, exchange, status } = useReplay.getState()
  const isOpen = info !== undefined && info.session === session && status.state === 'open'
  if (!isOpen || !exchange || symbolsOn(exchange).length === 0) return reopenReplay()
  const wanted = new Set(replayableSymbols())
  const known = new Set([...info.symbols, ...info.leftOut].map(({ symbol }) => symbol))
  const added = [...wanted].filter((symbol) => !known.has(symbol))
  const removed = [...known].filter((symbol) => !wanted.has(symbol))
  try {
    if (added.length > 0) show(info, await engine().call('replay.addSymbols', { symbols: added }))
    const now = useReplay.getState().info
    if (removed.length > 0 && now)
      show(now, await engine().call('replay.removeSymbols', { symbols: removed }))
  } catch (error) {
    // Another opening, or a restart of the engine, has the symbols listed by then.
    if (!['cancelled', 'engine-gone'].includes(asFailure(error).code)) await reopenReplay()
  }
}

/** Shows the replay with its symbols as they are now and how it was opened at first, unless another one was opened meanwhile. */
function show(before: ReplayInfo, info: ReplayInfo): void {
  if (useReplay.getState().info?.exchanges !== before.exchanges) return
  // Quotes come in the order of the symbols, which is another one now.
  forgetQuotes()
  useReplay.setState({ info: { ...info, ...(before.opened && { opened: before.opened }) } })
  changeFeeds(info)
}
