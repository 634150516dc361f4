import { statSync } from 'node:fs'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { FoundFile } from '../../import/discovery.ts'
import type { BarRequest } from '../data-source.ts'
import type { TradeBatch } from './file-bars.ts'

interface Entry {
  readonly stamp: string
  /** Sessions by exchange, interval and symbol. */
  readonly sessions: Map<string, Set<SessionDate>>
}

/** Sessions that a request touches, by their labels, both included. */
export interface Labels {
  readonly from: SessionDate
  readonly to: SessionDate
}

/** What was found in files that have been read once, so that the next request opens only those that matter. */
export class FileIndex {
  readonly #entries = new Map<string, Entry>()

  /** Whether a file has bars that a request asks for, or may have them: it is not known, or not as it was. */
  mayHold({ file }: FoundFile, { exchange, interval, symbols }: BarRequest, { from, to }: Labels): boolean {
    const entry = this.#entries.get(file.name)
    if (!entry || entry.stamp !== stampOf(file.path)) return true
    return symbols.some((symbol) => {
      const sessions = entry.sessions.get(keyOf(exchange, interval, symbol))
      return sessions !== undefined && [...sessions].some((session) => session >= from && session <= to)
    })
  }

  /** Notes that a file is read anew; what is in it is told to the function that it answers. */
  begin({ file }: FoundFile): (batch: TradeBatch) => void {
    const entry: Entry = { stamp: stampOf(file.path), sessions: new Map() }
    this.#entries.set(file.name, entry)
    return ({ exchange, interval, symbol, session }) => {
      const key = keyOf(exchange, interval, symbol)
      const sessions = entry.sessions.get(key) ?? new Set()
      entry.sessions.set(key, sessions.add(session))
    }
  }

  /** Forgets a file, so that it is read again. */
  forget({ file }: FoundFile): void {
    this.#entries.delete(file.name)
  }
}

function keyOf(exchange: string, interval: string, symbol: string): string {
  return `${exchange} ${interval} ${symbol}`
}

/** What changes when a file does. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.size} ${stat.mtimeMs}` : 'gone'
}
