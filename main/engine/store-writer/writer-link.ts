import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { type StoreWriterContract, storeWriterContract } from './contract.ts'

export type WriterClient = Client<StoreWriterContract>

/** The way to the thread that writes: started when it is first needed, and anew after it died. */
export class WriterLink {
  readonly #start: () => Channel
  #client: WriterClient | undefined

  /** `start` starts a thread and returns the pipe to it. */
  constructor(start: () => Channel) {
    this.#start = start
  }

  /** The running thread's client: another one after it died, so that what it had open must be opened again. */
  client(): WriterClient {
    if (this.#client) return this.#client
    const client = createClient(storeWriterContract, this.#start(), {
      onClose: () => {
        if (this.#client === client) this.#client = undefined
      },
    })
    this.#client = client
    return client
  }

  /** The running thread's client; undefined when there is none. */
  get running(): WriterClient | undefined {
    return this.#client
  }

  /** Ends the thread. What is pending is rejected. */
  close(): void {
    this.#client?.close()
  }
}
