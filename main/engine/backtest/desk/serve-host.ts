import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { RunTrust } from '#shared/protocol/backtest-calls.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { openStore } from '../../store/open.ts'
import type { StoreReader } from '../../store/store.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { writeRun } from '../export/run-files.ts'
import { KeptRuns } from '../kept/kept-runs.ts'
import { askedRun, readRunFile } from '../perform/asked-run.ts'
import { performRun, type RunSurroundings } from '../perform/perform-run.ts'
import { changesSince, type RunFile } from '../run-file/run-file.ts'
import { lookAheadText } from '../trust/look-ahead-text.ts'
import { cuts, type Trust, trustOf } from '../trust/run-trust.ts'
import { type HostContract, hostContract, type RunEnd, type RunOrder } from './host-contract.ts'
import { runFault } from './run-fault.ts'

export interface HostSurroundings {
  /** File of the thread in which strategies run. */
  readonly sandbox: URL
  readonly time: TimeProvider
  readonly ticker: Ticker
}

type HostStep = EventPayload<HostContract, 'progress'>

const leastMsBetweenSteps = 50

/** What a run reads and writes. */
interface Opened {
  readonly kept: KeptRuns
  readonly around: Omit<RunSurroundings, 'tell'>
}

interface Place {
  readonly kept: string
  readonly store: string
}

/** Answers the coordinator over a channel: does runs, keeps them, and reads what was kept. */
export function serveHost(channel: Channel, surroundings: HostSurroundings): Server<HostContract> {
  const { time, ticker, sandbox } = surroundings
  const stop = new AbortController()
  const tell = seldom(ticker, (step) => server.emit('progress', step))
  let known: { readonly path: string; readonly kept: KeptRuns } | undefined

  function keptAt(path: string): KeptRuns {
    if (known?.path === path) return known.kept
    known?.kept.close()
    known = undefined
    known = { path, kept: new KeptRuns(path) }
    return known.kept
  }

  async function inStore<T>(
    place: Place & { readonly overlays: CalendarOverlays },
    run: (opened: Opened) => Promise<T>,
  ): Promise<T> {
    const kept = keptAt(place.kept)
    const store: StoreReader = openStore(place.store, { access: 'read' })
    try {
      const calendars = new Calendars(place.overlays)
      return await run({
        kept,
        around: { store, calendars, sandbox, ticker, signal: stop.signal, clock: time.now() },
      })
    } finally {
      store.close()
    }
  }

  async function runOrder(id: number, order: RunOrder, place: Place, opened: Opened): Promise<RunEnd> {
    const { kept, around } = opened
    const before = fileBefore(order, place, kept)
    const asked = before ?? ('request' in order ? askedRun(order.request) : undefined)
    if (!asked) throw new RangeError('Nothing is to be run')
    const record = await performRun(asked, { ...around, tell })
    const run = kept.keep({ id, store: place.store, ranAt: around.clock, record })
    return { outcome: 'done', kept: run, ...(before && { changed: [...changesSince(before, record.file)] }) }
  }

  const server: Server<HostContract> = serve(
    hostContract,
    channel,
    {
      calls: {
        number: ({ kept }) => keptAt(kept).number(),
        run: async ({ id, order, ...place }) => {
          try {
            return await inStore(place, (opened) => runOrder(id, order, place, opened))
          } catch (error) {
            if (asFailure(error).code === 'cancelled') return { outcome: 'cancelled' }
            return { outcome: 'failed', fault: runFault(error) }
          }
        },
        trust: ({ id, ...place }) =>
          inStore(place, async ({ kept, around }) => {
            const compared = (done: number, total: number): void => tell({ phase: 'comparing', done, total })
            return told(await trustOf(kept.file(place.store, id), around, compared))
          }),
        runs: ({ kept, store }) => [...keptAt(kept).list(store)],
        results: ({ kept, store, run }) => keptAt(kept).results(store, run),
        orders: ({ kept, store, run, symbol, session }) => [
          ...keptAt(kept).orders(store, run, symbol, session),
        ],
        rename: ({ kept, store, run, name }) => keptAt(kept).rename(store, run, name),
        remove: ({ kept, store, run }) => {
          keptAt(kept).remove(store, run)
          return null
        },
        export: async ({ kept, store, run, folder }) => ({
          files: [...(await writeRun(folder, keptAt(kept).measured(store, run)))],
        }),
      },
      signals: { cancel: () => stop.abort() },
    },
    {
      onClose: () => {
        stop.abort()
        known?.kept.close()
      },
    },
  )
  return server
}

/** Tells steps on, of one phase the first, the last and others now and then: a symbol may be read in no time. */
function seldom(ticker: Ticker, tell: (step: HostStep) => void): (step: HostStep) => void {
  let phase = ''
  let toldAt = 0
  return (step) => {
    const now = ticker.elapsed()
    if (step.phase === phase && step.done < step.total && now - toldAt < leastMsBetweenSteps) return
    phase = step.phase
    toldAt = now
    tell(step)
  }
}

/** The file of the run that is run again, where one is. */
function fileBefore(order: RunOrder, { store }: Place, kept: KeptRuns): RunFile | undefined {
  if ('again' in order) return kept.file(store, order.again)
  return 'runFile' in order ? readRunFile(order.runFile) : undefined
}

/** As a window hears it. */
function told({ variants, lookAhead }: Trust): RunTrust {
  return {
    variants: variants.map(({ name, trades, returnPct, maxDrawdownPct }) => ({
      ...{ name, trades },
      ...(returnPct !== undefined && { returnPct }),
      ...(maxDrawdownPct !== undefined && { maxDrawdownPct }),
    })),
    ...(lookAhead && {
      lookAhead: {
        at: lookAhead.at,
        ...(lookAhead.symbol !== '' && { symbol: lookAhead.symbol }),
        text: lookAheadText(lookAhead, cuts),
      },
    }),
  }
}
