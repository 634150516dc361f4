import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { Ticker } from '../../time/ticker.ts'
import { type HostContract, hostContract } from './host-contract.ts'

export type HostClient = Client<HostContract>
export type HostProgress = EventPayload<HostContract, 'progress'>

/** A thread that was told to end what it does and has not done so after this is ended itself. */
const mostEndingMs = 2000
/** How often a thread is looked at, and after how many looks without a word of it it is ended. */
const lookMs = 5000
const mostSilentLooks = 36

/**
 * Has something done in a thread of its own, which ends with it. Rejects with what the thread refuses it for, with
 * 'internal' when the thread dies and 'timeout' when it says nothing for minutes. After `signal` it ends within
 * seconds, with 'cancelled' where its thread had to be ended.
 */
export async function inHost<T>(
  { start, ticker }: { readonly start: () => Channel; readonly ticker: Ticker },
  work: (client: HostClient) => Promise<T>,
  tell: (progress: HostProgress) => void,
  signal: AbortSignal,
): Promise<T> {
  const client = createClient(hostContract, start())
  let silentLooks = 0
  let callOff = (): void => {}
  const cancel = (): void => {
    client.signal('cancel', undefined)
    callOff = ticker.after(mostEndingMs, () => client.close())
  }
  /** Counts looks, not time, so that a computer that slept has not run out of it. */
  const look = (): void => {
    silentLooks += 1
    if (silentLooks >= mostSilentLooks) client.close()
    else stopLooking = ticker.after(lookMs, look)
  }
  let stopLooking = ticker.after(lookMs, look)
  client.on('progress', (progress) => {
    silentLooks = 0
    tell(progress)
  })
  try {
    const working = work(client)
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    return await working
  } catch (error) {
    const failure = asFailure(error)
    if (failure.code !== 'engine-gone') throw failure
    if (signal.aborted) throw new Failure('cancelled', 'It was cancelled, and its thread was ended.')
    if (silentLooks >= mostSilentLooks)
      throw new Failure('timeout', 'Its thread said nothing for minutes and was ended; run it again.')
    throw new Failure('internal', 'Its thread ended before it was through; run it again.')
  } finally {
    signal.removeEventListener('abort', cancel)
    callOff()
    stopLooking()
    client.close()
  }
}
