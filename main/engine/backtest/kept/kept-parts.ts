import { deserialize, serialize } from 'node:v8'
import { deflateSync, inflateSync } from 'node:zlib'
import type { LogLine, SkippedDecision } from '#shared/backtest/result.ts'
import type { EquityCurve, KeptResults, TradeColumns } from '#shared/protocol/backtest-calls.ts'
import type { RunRecord } from '../perform/run-record.ts'
import type { RunFile } from '../run-file/run-file.ts'
import { drawnCurve } from './drawn-curve.ts'
import { tradeColumns } from './trade-columns.ts'

/** What of a run is kept beside what lists show, by name. */
export interface KeptParts {
  readonly file: RunFile
  readonly trades: TradeColumns
  readonly curve: EquityCurve
  readonly notes: Notes
  /** At every bar, for files; the other parts are all that a window reads. */
  readonly equity: Pick<RunRecord, 'cash' | 'equity' | 'sessions' | 'buyAndHold'>
}

/** What was said of a run. */
export interface Notes {
  readonly skipped: readonly SkippedDecision[]
  readonly log: readonly LogLine[]
  readonly leftOut: Omit<KeptResults['leftOut'], 'trades'>
}

/** As many lines, and letters of one, as are kept. */
const mostLines = 1000
const mostLetters = 1000

export function partsOf(record: RunRecord): KeptParts {
  const { file, cash, equity, sessions, buyAndHold } = record
  return {
    file,
    trades: tradeColumns(record.trades, file.symbols),
    curve: drawnCurve(record),
    notes: notesOf(record),
    equity: { cash, equity, sessions, buyAndHold },
  }
}

/** A part as bytes, which say themselves whether they are whole. */
export function pack(part: unknown): Buffer {
  return deflateSync(serialize(part), { level: 1 })
}

/** What `pack` made bytes of. Throws where they are not whole. */
export function unpack(content: Uint8Array): unknown {
  return deserialize(inflateSync(content))
}

function notesOf({ skipped, log, leftOut }: RunRecord): Notes {
  return {
    skipped: skipped.slice(0, mostLines),
    log: log.slice(0, mostLines).map(({ at, text }) => ({ at, text: text.slice(0, mostLetters) })),
    leftOut: {
      skipped: leftOut.skipped + Math.max(0, skipped.length - mostLines),
      log: leftOut.log + Math.max(0, log.length - mostLines),
    },
  }
}
