import type { ImportOutcome } from '../engine/import/import.ts'

const listedAtMost = 10

/** What an import did, for a person to read. */
export function importSummary(outcome: ImportOutcome, store: string): string {
  const { files, symbols, sessions, bars, rejected, rejectedRows, skipped } = outcome
  const done = [
    counted(files, 'file'),
    counted(symbols, 'symbol'),
    counted(sessions, 'session'),
    counted(bars, 'new bar'),
  ]
  return [
    `${store}: ${done.join(', ')}`,
    ...list(
      `${counted(rejectedRows, 'row')} rejected`,
      rejectedRows,
      rejected.map(({ file, line, reason }) => `${file} line ${line}: ${reason}`),
    ),
    ...list(
      `${counted(skipped.length, 'file')} skipped`,
      skipped.length,
      skipped.map(({ file, reason }) => `${file}: ${reason}`),
    ),
    '',
  ].join('\n')
}

function list(title: string, count: number, lines: readonly string[]): readonly string[] {
  if (count === 0) return []
  const shown = lines.slice(0, listedAtMost)
  const more = count - shown.length
  return [`${title}:`, ...shown.map((line) => `  ${line}`), ...(more > 0 ? [`  and ${more} more`] : [])]
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
