import type { Channel } from '#shared/protocol/channel.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { AskedGates } from '../../sources/limits/asked-gates.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import { openStore } from '../../store/open.ts'
import { AskedSecrets } from '../../upkeep/data-upkeep/asked-secrets.ts'
import { type PrefetchContract, prefetchContract } from './contract.ts'
import { type RunSurroundings, runPlan } from './prefetch-run.ts'

/** Wall time, timers and chance; the rest comes from the coordinator. */
export type ThreadSurroundings = Pick<RunSurroundings, 'time' | 'ticker' | 'random'>

interface Kept {
  readonly bars?: FilledBars | undefined
  readonly cause?: string | undefined
}

/** Does a run in a thread of its own: reads the store there, and hands over what sources say to be stored. */
export function servePrefetch(channel: Channel, around: ThreadSurroundings): Server<PrefetchContract> {
  const secrets = new AskedSecrets((wanted) => server.emit('wanted', wanted), around.ticker)
  const gates = new AskedGates({
    wanted: (wanted) => server.emit('turnWanted', wanted),
    over: (turn) => server.emit('turnOver', turn),
  })
  const cancelled = new AbortController()
  const found = new Map<number, (kept: Kept) => void>()
  let lastId = 0

  const handOver = async (fill: SessionFill): Promise<FilledBars> => {
    const id = ++lastId
    const { bars, cause } = await new Promise<Kept>((resolve) => {
      found.set(id, resolve)
      server.emit('found', { id, fill })
    })
    if (!bars)
      throw new Failure(
        'read-only',
        `What ${fill.request.source} said cannot be stored: ${cause ?? 'it ended.'}`,
      )
    return bars
  }

  const server: Server<PrefetchContract> = serve(
    prefetchContract,
    channel,
    {
      calls: {
        run: async ({ path, overlays, order }) => {
          const store = openStore(path, { access: 'read' })
          try {
            const calendars = new Calendars(overlays)
            return await runPlan(
              order,
              {
                ...around,
                store,
                calendars,
                secretsOf: () => secrets,
                gateOf: gates.of,
                storeFill: handOver,
              },
              (progress) => server.emit('progress', progress),
              cancelled.signal,
            )
          } finally {
            store.close()
          }
        },
      },
      signals: {
        cancel: () => cancelled.abort(),
        secret: (answer) => secrets.answer(answer),
        turn: (turn) => gates.answer(turn),
        kept: ({ id, ...kept }) => {
          found.get(id)?.(kept)
          found.delete(id)
        },
      },
    },
    {
      onClose: () => {
        cancelled.abort()
        secrets.close()
        gates.close()
        for (const done of found.values()) done({})
      },
    },
  )
  return server
}
