import type { Client } from 'pg'
import { Failure } from '#shared/protocol/failure.ts'
import type { Ticker } from '../../time/ticker.ts'
import { cancelled, checkCancelled, faultOf } from '../fault.ts'
import type { Sent } from '../limits/retry.ts'
import { databaseFault } from './database-fault.ts'
import { clientConfig, type DatabasePlace, serverName } from './place.ts'

/** Who connects, and within what limits. */
export interface Connecting {
  readonly source: string
  readonly place: DatabasePlace
  readonly password: string | undefined
  readonly ticker: Ticker
  /** Undefined where nobody waits, so that only `signal` ends it. */
  readonly timeoutMs: number | undefined
  readonly signal: AbortSignal
}

/**
 * Runs `use` with a connection that is there for so long. What stands in the way is a fault; it only throws a
 * Failure with code 'cancelled', at once, and what `use` throws that is not of the database.
 */
export async function withConnection<T>(
  { source, place, password, ticker, timeoutMs, signal }: Connecting,
  use: (client: Client) => Promise<T>,
): Promise<Sent<T>> {
  // Loaded when it is needed: most commands never connect.
  const { default: pg } = await import('pg')
  checkCancelled(signal, source)
  const client = new pg.Client(clientConfig(place, password))
  let timedOut = false
  // Ending it while a query runs breaks the connection off, and the query with it.
  const stop = (): void => void client.end().catch(() => {})
  const callOff =
    timeoutMs === undefined
      ? (): void => {}
      : ticker.after(timeoutMs, () => {
          timedOut = true
          stop()
        })
  signal.addEventListener('abort', stop, { once: true })
  // A connection that breaks between two queries is told to the next one.
  client.on('error', () => {})
  try {
    await client.connect()
    return { ok: true, value: await use(client) }
  } catch (error) {
    if (signal.aborted) throw cancelled(source)
    if (error instanceof Failure || error instanceof RangeError) throw error
    const seconds = (timeoutMs ?? 0) / 1000
    const late = `${source}: ${serverName(place)} did not answer within ${seconds} s.`
    return { ok: false, fault: timedOut ? faultOf('timeout', late) : databaseFault(source, place, error) }
  } finally {
    callOff()
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => {})
  }
}
