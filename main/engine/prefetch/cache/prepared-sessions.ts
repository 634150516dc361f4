import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Miss } from '#shared/prefetch/session-start.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import { type LoadAnswer, loadSession, type SessionRequest } from '../../replay/load-session.ts'
import { sessionOf } from '../../replay/loaded-session.ts'
import type { StoreReader } from '../../store/store.ts'
import { inTurns } from '../../time/in-turns.ts'
import type { Ticker } from '../../time/ticker.ts'
import { type PreparedKey, sortedSymbols, whyOtherRequest, whyOtherWorld } from './prepared-key.ts'
import { readyAll } from './prepared-size.ts'

/** About so much memory is for prepared sessions, unless told otherwise. */
export const usualBytes = 256 * 1024 * 1024
/** A store that changes while a session is read is read again so often. */
const mostReads = 3

/** A session that is to be ready before somebody asks for it. */
export interface WantedSession extends SessionRequest {
  readonly exchange: string
}

/** A whole session in memory, with all that it was made of. */
interface Prepared {
  readonly key: PreparedKey
  readonly reader: StoreReader
  readonly answer: LoadAnswer
  readonly bytes: number
  /** The last look at the store that found it unchanged. */
  commits: number
}

/** Why a session is wanted and not there. */
interface Unready {
  readonly session: WantedSession
  readonly miss: Miss
}

/** A prepared session that is put in place, or why none is. */
export type Taken =
  | { readonly answer: LoadAnswer; readonly miss?: undefined }
  | { readonly answer?: undefined; readonly miss: Miss }

/**
 * Sessions that were read ahead of time, each whole or not at all. One is handed over once, since a replay changes
 * what it plays. They are kept within a number of bytes: the one that is needed last goes first.
 */
export class PreparedSessions {
  readonly #calendars: Calendars
  readonly #ticker: Ticker
  readonly #mostBytes: number
  /** Names of the sessions that are wanted, the one that is needed first coming first. */
  #wanted: readonly string[] = []
  readonly #prepared = new Map<string, Prepared>()
  readonly #unready = new Map<string, Unready>()
  /** Counts forgettings, so that what is being read meanwhile is dropped. */
  #epoch = 0

  constructor(calendars: Calendars, ticker: Ticker, mostBytes = usualBytes) {
    this.#calendars = calendars
    this.#ticker = ticker
    this.#mostBytes = mostBytes
  }

  /** What all of them take, in bytes. */
  get bytes(): number {
    return [...this.#prepared.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Whether a session is to be read: it is not there as it is now in the store, and was not let go of. */
  needs(reader: StoreReader, session: WantedSession): boolean {
    const name = nameOf(session)
    const prepared = this.#prepared.get(name)
    if (prepared) return this.#whyOutdated(reader, prepared) !== undefined
    return this.#unready.get(name)?.miss.code !== 'let-go'
  }

  /** A session is wanted and not ready, and why: in place of one that was. */
  putOff(session: WantedSession, reason: string): void {
    const name = nameOf(session)
    this.#prepared.delete(name)
    this.#unready.set(name, { session, miss: { code: 'half-done', reason } })
  }

  /**
   * Reads a session whole, in turns of the event loop, and keeps it; what was kept of it before stays until then.
   * One that cannot be read whole is put off. Throws nothing.
   */
  async prepare(reader: StoreReader, session: WantedSession): Promise<void> {
    const epoch = this.#epoch
    try {
      const prepared = await this.#read(reader, session)
      if (epoch !== this.#epoch) return
      if (typeof prepared === 'string') this.putOff(session, prepared)
      else this.#keep(nameOf(session), prepared)
    } catch (error) {
      if (epoch === this.#epoch) this.putOff(session, asFailure(error).message)
    }
  }

  /**
   * Hands a prepared session over, all of it, if it is what is asked for and the store, the calendars and the
   * sources are what they were; else says why not.
   */
  take(reader: StoreReader, calendar: TradingCalendar, request: SessionRequest): Taken {
    const asked = requestKey(reader, calendar.exchange, request)
    const miss = (code: Miss['code'], reason: string): Taken => ({ miss: { code, reason } })
    let nearest: Miss | undefined
    for (const [name, prepared] of this.#prepared) {
      if (!isOfSession(prepared.key, asked)) continue
      const other = whyOtherRequest(prepared.key, asked)
      nearest ??= other
      if (other) continue
      const outdated = this.#whyOutdated(reader, prepared)
      if (outdated) return { miss: outdated }
      this.#prepared.delete(name)
      return { answer: inOrder(prepared.answer, request.symbols) }
    }
    for (const { session, miss: why } of this.#unready.values()) {
      const key = requestKey(reader, this.#calendars.of(session.exchange).exchange, session)
      if (!isOfSession(key, asked)) continue
      if (!whyOtherRequest({ ...key, ...noWorld }, asked)) return { miss: why }
      nearest ??= why
    }
    if (nearest) return { miss: nearest }
    return miss('none', `Session ${request.session} of ${calendar.exchange} was not prepared.`)
  }

  /** Another store is open, or none: all goes. */
  forget(): void {
    this.#epoch++
    this.#prepared.clear()
    this.#unready.clear()
  }

  /** Says which sessions are wanted, the one that is needed first coming first; others are let go of. */
  want(sessions: readonly WantedSession[]): void {
    this.#wanted = sessions.map(nameOf)
    for (const kept of [this.#prepared, this.#unready])
      for (const name of kept.keys()) if (!this.#wanted.includes(name)) kept.delete(name)
  }

  async #read(reader: StoreReader, session: WantedSession): Promise<Prepared | string> {
    for (let read = 0; read < mostReads; read++) {
      const calendar = this.#calendars.of(session.exchange)
      const request = requestKey(reader, calendar.exchange, session)
      const commits = reader.content.commits()
      const before = reader.content.versionOf(sortedSymbols(session.symbols))
      const sources = sourcesText(reader)
      const answer = await loadSession(reader, this.#calendars, calendar, session, this.#ticker)
      const left = answer.leftOut.find(({ failure }) => failure.code !== 'no-session')
      if (left) return left.failure.message
      const bytes = await inTurns(readyAll(answer.loaded), this.#ticker)
      const calendars = new Map(
        answer.loaded.exchanges.map(({ calendar: { exchange, version } }) => [exchange, version]),
      )
      const key: PreparedKey = { ...request, calendars, sources, content: before }
      const prepared = { key, reader, answer, bytes, commits }
      if (!this.#whyOutdated(reader, prepared)) return prepared
    }
    return 'The store changed again and again while it was read.'
  }

  #keep(name: string, prepared: Prepared): void {
    this.#unready.delete(name)
    this.#prepared.set(name, prepared)
    for (const last of [...this.#prepared.keys()].sort(
      (one, other) => this.#place(other) - this.#place(one),
    )) {
      if (this.bytes <= this.#mostBytes) return
      this.#letGo(last)
    }
  }

  #letGo(name: string): void {
    const prepared = this.#prepared.get(name)
    if (!prepared) return
    const { key, bytes } = prepared
    const [has, most] = [megabytes(bytes), megabytes(this.#mostBytes)]
    const reason = `It was let go of: it takes ${has} MB, and all prepared sessions together may take ${most} MB.`
    this.#prepared.delete(name)
    this.#unready.set(name, { session: key, miss: { code: 'let-go', reason } })
  }

  #place(name: string): number {
    const place = this.#wanted.indexOf(name)
    return place < 0 ? Number.POSITIVE_INFINITY : place
  }

  #whyOutdated(reader: StoreReader, prepared: Prepared): Miss | undefined {
    const { key } = prepared
    const reason = 'Another store was opened since it was prepared.'
    if (prepared.reader !== reader) return { code: 'store-changed', reason }
    const commits = reader.content.commits()
    const isSame = commits === prepared.commits
    const calendars = new Map(
      [...key.calendars.keys()].map((code) => [code, this.#calendars.of(code).version]),
    )
    const why = whyOtherWorld(key, {
      calendars,
      sources: isSame ? key.sources : sourcesText(reader),
      content: isSame ? key.content : reader.content.versionOf(sortedSymbols(key.symbols)),
    })
    if (!why) prepared.commits = commits
    return why
  }
}

const noWorld = { calendars: new Map(), sources: '', content: { imports: 0, factors: 0, changes: [] } }

function requestKey(
  reader: StoreReader,
  exchange: string,
  { session, symbols, hours, adjustment, view, windows }: SessionRequest,
): Omit<PreparedKey, 'calendars' | 'sources' | 'content'> {
  return { store: reader.path, exchange, session, symbols, hours, adjustment, view, windows }
}

function isOfSession(
  one: Pick<PreparedKey, 'store' | 'exchange' | 'session'>,
  other: Pick<PreparedKey, 'store' | 'exchange' | 'session'>,
): boolean {
  return one.store === other.store && one.exchange === other.exchange && one.session === other.session
}

/** The same answer with its symbols in the order that is asked for. */
function inOrder(answer: LoadAnswer, symbols: readonly string[]): LoadAnswer {
  const { loaded, leftOut } = answer
  const bySymbol = new Map(loaded.symbols.map((one) => [one.symbol, one]))
  const ordered = symbols.flatMap((symbol) => bySymbol.get(symbol) ?? [])
  const [primary] = loaded.exchanges
  if (!primary || ordered.every((one, place) => one === loaded.symbols[place])) return answer
  return { loaded: sessionOf(primary, ordered, loaded), leftOut }
}

function nameOf({ exchange, session, symbols, hours, adjustment, view, windows }: WantedSession): string {
  return JSON.stringify([exchange, session, sortedSymbols(symbols), hours, adjustment, view, windows])
}

function sourcesText(reader: StoreReader): string {
  return JSON.stringify(reader.sources().map(({ name, definition }) => [name, definition]))
}

function megabytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / 1024 / 1024))
}
