import type { Finding } from './benchmark.ts'

const digits = 4

/** Findings as one line of JSON; null where nothing was measured. */
export function jsonReport(findings: readonly Finding[]): string {
  const entries = findings.map(({ name, value, unit, target, baseline, ratio }) => ({
    name,
    value: rounded(value) ?? null,
    unit,
    target,
    baseline: rounded(baseline) ?? null,
    ratio: rounded(ratio) ?? null,
  }))
  return JSON.stringify(entries)
}

/** Findings as a table to read. */
export function tableReport(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, value, unit, target, baseline, ratio }) => [
    name,
    shown(value),
    unit,
    String(target),
    shown(baseline),
    ratio === undefined ? '-' : `${shown(ratio)}x`,
  ])
  const table = [['benchmark', 'value', 'unit', 'target', 'baseline', 'ratio'], ...rows]
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(digits))
}

function shown(value: number | undefined): string {
  return value === undefined ? '-' : String(rounded(value))
}
