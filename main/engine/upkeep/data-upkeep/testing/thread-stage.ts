import { onTestFinished } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { createClient } from '#shared/protocol/client.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { parseDefinition } from '../../../sources/registry/source-definition.ts'
import { addSource } from '../../../sources/registry/source-registry.ts'
import type { SessionBatch, StoreWriter } from '../../../store/store.ts'
import { file, openWriter } from '../../../store/testing/temporary-store.ts'
import { startThread } from '../../../store-writer/start-thread.ts'
import { clockAt } from '../../testing/made-store.ts'
import {
  type PlayedSymbol,
  type UpkeepContract,
  type UpkeepThreadSettings,
  upkeepContract,
} from '../contract.ts'
import type { UpkeepClient } from '../upkeep-link.ts'

const threadFile = new URL('../thread.ts', import.meta.url)
const usual: UpkeepThreadSettings = { checkIntervalMs: 60_000, retries: true, maxRetries: 5 }

type Graded = EventPayload<UpkeepContract, 'graded'>

/** A store whose feed "one" is played, and whose feed "two" is a source of that name where it has bars. */
export function storeOf(one: readonly SessionBatch[], two?: readonly SessionBatch[]): StoreWriter {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), one)
  if (!two) return store
  store.importFile(file({ feed: 'two' }), two)
  addSource(store, 'two', parseDefinition('feed:two', {}, {}))
  return store
}

/** The thread of upkeep with a coordinator that does what it is told, and a store that it writes to. */
export class ThreadStage {
  readonly client: UpkeepClient
  readonly store: StoreWriter
  readonly troubles: string[] = []
  /** What the thread asked to be kept, in order. */
  readonly requests: { readonly source: string; readonly try: number; readonly session: string }[] = []
  /** Whether answers can be stored. */
  keeps = true
  #run = 0
  #clock: EpochMs | undefined
  readonly #graded: Graded[] = []
  #waiting: { readonly isMeant: (graded: Graded) => boolean; readonly resolve: (graded: Graded) => void }[] =
    []

  constructor(store: StoreWriter) {
    this.store = store
    const channel = startThread(threadFile, (cause) => this.troubles.push(String(cause)))
    this.client = createClient(upkeepContract, channel)
    onTestFinished(() => this.client.close())
    this.client.on('trouble', ({ message }) => this.troubles.push(message))
    this.client.on('graded', (graded) => this.#take(graded))
    this.client.on('found', ({ run, id, fill }) => {
      this.requests.push({ source: fill.request.source, try: fill.request.try, session: fill.session })
      const knownAt = this.#clock
      this.client.signal('kept', {
        run,
        id,
        ...(knownAt !== undefined && { knownAt }),
        ...(this.keeps && { bars: store.storeFill(fill) }),
      })
    })
  }

  /** Begins a replay of a session; the thread is told when each stored bar of these symbols becomes known. */
  begin(
    session: SessionDate,
    symbols: readonly string[] = ['SPY'],
    told: Partial<UpkeepThreadSettings> & { readonly trailing?: readonly SessionDate[] } = {},
  ): void {
    const { trailing = [], ...settings } = told
    this.#run++
    this.client.signal('begin', {
      run: this.#run,
      path: this.store.path,
      overlays: new Map(),
      start: clockAt(session, 0),
      end: clockAt(session, 390),
      settings: { ...usual, ...settings },
    })
    this.tell(session, symbols, trailing)
  }

  /** Tells the thread when each stored bar of these symbols becomes known. */
  tell(
    session: SessionDate,
    symbols: readonly string[] = ['SPY'],
    trailing: readonly SessionDate[] = [],
  ): void {
    this.#graded.length = 0
    const played = symbols.map((symbol): PlayedSymbol => {
      const columns = this.store.readSession(symbol, oneMinute, session)?.columns
      const none = new Float64Array(0)
      return {
        symbol,
        exchange: 'XNYS',
        session,
        trailing: [...trailing],
        bars: {
          start: columns?.start.slice() ?? none,
          state: columns?.state.slice() ?? new Uint8Array(0),
          late: { start: none, state: new Uint8Array(0), knownAt: none },
        },
      }
    })
    this.client.signal('symbols', { run: this.#run, symbols: played })
  }

  /** Tells the clock and waits until the thread has graded it and is through with asking. */
  async play(session: SessionDate, minute: number): Promise<Graded> {
    const clock = clockAt(session, minute)
    // What was told before is answered, so that no report of it is taken for this one.
    await this.client.call('pulse', undefined)
    this.#clock = clock
    this.#graded.length = 0
    const through = this.next((graded) => graded.clock === clock && graded.asking === 0)
    this.client.signal('clock', { run: this.#run, clock })
    return through
  }

  /** The next report, or one that came since the clock was told, that is meant. */
  next(isMeant: (graded: Graded) => boolean): Promise<Graded> {
    const there = this.#graded.find(isMeant)
    if (there) return Promise.resolve(there)
    return new Promise((resolve) => {
      this.#waiting.push({ isMeant, resolve })
    })
  }

  end(): void {
    this.client.signal('end', { run: this.#run })
  }

  #take(graded: Graded): void {
    if (graded.run !== this.#run) return
    this.#graded.push(graded)
    for (const { isMeant, resolve } of this.#waiting) if (isMeant(graded)) resolve(graded)
    this.#waiting = this.#waiting.filter(({ isMeant }) => !isMeant(graded))
  }
}

/** Counts of the symbol at a place, by name. */
export function countsOf({ counts }: Graded, place = 0): Record<(typeof countColumns)[number], number> {
  const first = place * countColumns.length
  return Object.fromEntries(
    countColumns.map((name, index) => [name, counts[first + index] ?? Number.NaN]),
  ) as never
}
