import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { SharedGates } from '../../sources/limits/shared-gates.ts'
import type { Secrets } from '../../sources/secrets/secrets.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { RunEnd, RunProgress } from '../plan-run.ts'
import { type PrefetchContract, prefetchContract } from './contract.ts'
import type { RunOrder } from './prefetch-run.ts'

/** A thread that was told to end its run and has not done so after this is ended itself. */
const mostEndingMs = 5_000

export interface RunHost {
  readonly ticker: Ticker
  /** Starts the thread of a run and returns the pipe to it. */
  start(): Channel
  /** Path of the open store. Throws a Failure with code 'no-store'. */
  storePath(): string
  overlays(): CalendarOverlays
  /** Has what a source said stored, with the bars it had. Rejects with a Failure when that cannot be. */
  keep(fill: SessionFill): Promise<FilledBars>
  /** Lets sources in. */
  readonly secrets: Secrets
  /** Where the requests of all threads take their turn. */
  readonly gates: SharedGates
}

/**
 * Does a run in a thread of its own, which ends with it. Rejects with what it cannot begin for, and with 'internal'
 * when the thread dies: what it had stored stays, and the next run goes on there. After `signal` it ends within seconds,
 * with 'cancelled' where its thread had to be ended.
 */
export async function runInThread(
  order: RunOrder,
  host: RunHost,
  tell: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<RunEnd> {
  const client = createClient(prefetchContract, host.start())
  let callOff = (): void => {}
  const cancel = (): void => {
    client.signal('cancel', undefined)
    callOff = host.ticker.after(mostEndingMs, () => client.close())
  }
  const turns = host.gates.forThread((turn) => client.signal('turn', turn))
  client.on('turnWanted', (wanted) => void turns.want(wanted))
  client.on('turnOver', (turn) => turns.over(turn))
  client.on('progress', tell)
  client.on('found', (found) => void keep(found))
  client.on('wanted', (wanted) => void letIn(wanted))

  async function keep({ id, fill }: EventPayload<PrefetchContract, 'found'>): Promise<void> {
    try {
      client.signal('kept', { id, bars: await host.keep(fill) })
    } catch (error) {
      client.signal('kept', { id, cause: asFailure(error).message })
    }
  }

  /** A source that is gone meanwhile has no secret. */
  async function letIn({
    id,
    source,
    server,
    secret,
  }: EventPayload<PrefetchContract, 'wanted'>): Promise<void> {
    const key = await host.secrets.read({ source, server }, secret).catch(() => undefined)
    client.signal('secret', { id, ...(key !== undefined && { key }) })
  }

  try {
    const running = client.call('run', { path: host.storePath(), overlays: host.overlays(), order })
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    return await running
  } catch (error) {
    const failure = asFailure(error)
    if (failure.code !== 'engine-gone') throw failure
    if (signal.aborted)
      throw new Failure('cancelled', 'It was busy when it was cancelled, and its thread was ended.')
    throw new Failure(
      'internal',
      'The thread of the run ended before it was through; the next run goes on there.',
    )
  } finally {
    signal.removeEventListener('abort', cancel)
    callOff()
    client.close()
    turns.close()
  }
}
