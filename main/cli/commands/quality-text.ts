import { flooredPercent } from '#shared/gaps/percent.ts'
import type { SessionQuality } from '../../engine/upkeep/quality/quality-rows.ts'
import type { SourceQuality } from '../../engine/upkeep/quality/source-quality.ts'
import { textTable } from '../text-table.ts'

/** What quality prints of sessions: JSON or a table. */
export function rowsText(rows: readonly SessionQuality[], isJson: boolean): string {
  return isJson ? jsonOf(rows) : tableOf(rows)
}

/** What quality prints of where minutes came from: JSON or a table with the share of what is expected of a symbol. */
export function sourcesText(rows: readonly SourceQuality[], isJson: boolean): string {
  if (isJson) {
    const printed = rows.map(({ symbol, kind, source, minutes, sessions }) => ({
      symbol,
      kind,
      source: source ?? null,
      minutes,
      sessions,
    }))
    return `${JSON.stringify(printed)}\n`
  }
  if (rows.length === 0) return 'No sessions.\n'
  const expected = new Map<string, number>()
  for (const { symbol, minutes } of rows) expected.set(symbol, (expected.get(symbol) ?? 0) + minutes)
  const cells = rows.map(({ symbol, kind, source, minutes, sessions }) => [
    symbol,
    kind === 'noTrade' ? 'no trade' : kind,
    source ?? '',
    String(minutes),
    percent(flooredPercent(minutes, expected.get(symbol) ?? 0)),
    String(sessions),
  ])
  const columns = ['symbol', 'kind', 'source', 'minutes', 'of expected', 'sessions']
  return textTable(columns, cells, ['minutes', 'of expected', 'sessions'])
}

/** These keys and no others, in this order; a share that nothing is known of is null. */
function jsonOf(rows: readonly SessionQuality[]): string {
  const printed = rows.map((row) => ({
    symbol: row.symbol,
    session: row.session,
    expected: row.expected,
    recorded: row.recorded,
    filled: row.filled,
    noTrade: row.noTrade,
    halted: row.halted,
    missing: row.missing,
    pending: row.pending,
    late: row.late,
    coverage: row.coverage ?? null,
    explained: row.explained ?? null,
  }))
  return `${JSON.stringify(printed)}\n`
}

const numeric = [
  'expected',
  'recorded',
  'filled',
  'no trade',
  'halted',
  'missing',
  'pending',
  'late',
  'coverage',
  'explained',
]

function tableOf(rows: readonly SessionQuality[]): string {
  if (rows.length === 0) return 'No sessions.\n'
  const cells = rows.map((row) => [
    row.symbol,
    row.session,
    ...[row.expected, row.recorded, row.filled, row.noTrade, row.halted, row.missing].map(String),
    ...[row.pending, row.late].map(String),
    percent(row.coverage),
    percent(row.explained),
  ])
  return textTable(['symbol', 'session', ...numeric], cells, numeric)
}

function percent(share: number | undefined): string {
  return share === undefined ? 'unknown' : `${share.toFixed(1)} %`
}
