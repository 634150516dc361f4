import type { Channel } from '#shared/protocol/channel.ts'
import type { CallParams } from '#shared/protocol/contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { cellCount } from '#shared/sweep/param-axes.ts'
import { withText } from '../../backtest/perform/asked-run.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { openStore } from '../../store/open.ts'
import { storedSymbol } from '../../store/stored-symbol.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { type FinishedSweep, finishSweep } from '../finished-sweep.ts'
import { declaredOf, runPrepared } from '../perform-sweep.ts'
import { type PreparedSweep, prepareSweep } from '../prepare-sweep.ts'
import type { SweepThreads } from '../run-cells.ts'
import { sweepView } from '../sweep-view.ts'
import { type SweepHostContract, sweepHostContract } from './host-contract.ts'
import { keptFolder } from './kept-sweeps.ts'

/** A window draws no more cells. */
const mostCells = 10_000
const leastMsBetweenSteps = 100

export interface SweepSurroundings {
  /** File of the threads that run cells, and how many of them. */
  readonly cells: URL
  readonly workers: number
  readonly time: TimeProvider
  readonly ticker: Ticker
}

type Order = CallParams<SweepHostContract, 'run'>

/** Answers the coordinator over a channel: does one sweep, and shows what came of it. */
export function serveSweeps(channel: Channel, around: SweepSurroundings): Server<SweepHostContract> {
  const { ticker, time } = around
  const stop = new AbortController()
  let through: { readonly sweep: number; readonly finished: FinishedSweep } | undefined

  async function run({ sweep, request, store: path, kept, overlays }: Order): Promise<null> {
    server.emit('progress', { phase: 'reading', done: 0, total: 0 })
    const strategy = withText(request.strategy)
    const threads: SweepThreads = { entry: around.cells, strategy, ticker, signal: stop.signal }
    const declared = await declaredOf(strategy, threads)
    const store = openStore(path, { access: 'read' })
    let prepared: PreparedSweep
    try {
      const symbols = request.symbols.map((symbol) => storedSymbol(store, symbol))
      const calendar = new Calendars(overlays).of(symbols[0]?.exchange ?? '')
      const how = { symbols, clock: time.now(), shard: { number: 1, of: 1 } }
      prepared = prepareSweep(store, calendar, { ...request, strategy }, declared, how)
    } finally {
      store.close()
    }
    const total = cellCount(prepared.of.axes)
    if (total > mostCells)
      throw new Failure(
        'usage',
        `The params make ${total.toLocaleString('en-US')} cells; a window shows ${mostCells.toLocaleString('en-US')} at most: take larger steps, or run it on the command line.`,
      )
    let toldAt = Number.NEGATIVE_INFINITY
    let toldCells = -1
    const results = await runPrepared(prepared, threads, {
      folder: keptFolder(kept, prepared.head.sweep, time.now()),
      ...{ workers: around.workers, time },
      onProgress: ({ done, left }) => {
        const now = ticker.elapsed()
        // Each cell that ends is told; how far others are, now and then.
        if (now - toldAt < leastMsBetweenSteps && Math.floor(done) === toldCells) return
        toldAt = now
        toldCells = Math.floor(done)
        server.emit('progress', { phase: 'running', done: total - left + done, total })
      },
    })
    through = { sweep, finished: finishSweep(prepared.head, results) }
    return null
  }

  const server: Server<SweepHostContract> = serve(
    sweepHostContract,
    channel,
    {
      calls: {
        run,
        view: ({ by }) => {
          if (!through) throw new Failure('usage', 'The sweep is not through.')
          return sweepView(through.sweep, through.finished, by ?? through.finished.frame.by)
        },
      },
      signals: { cancel: () => stop.abort() },
    },
    { onClose: () => stop.abort() },
  )
  return server
}
