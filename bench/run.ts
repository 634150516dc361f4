import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import type { Benchmark, Finding } from './benchmark.ts'
import { benchmarks } from './index.ts'
import { jsonReport, tableReport } from './report.ts'

/**
 * Runs benchmarks, all or those named, and prints what they found: a table, or JSON with --json. How it was
 * measured goes to stderr. Nothing fails for being slow.
 */
export async function runBenchmarks(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => arg !== '--json')
  const unknown = names.find((name) => benchmarks.every((benchmark) => benchmark.name !== name))
  if (unknown !== undefined) {
    const known = benchmarks.map(({ name }) => name).join(', ')
    console.error(`There is no benchmark ${unknown}; there are ${known}`)
    process.exitCode = 2
    return
  }
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))
  try {
    const findings = await runAll(chosen)
    console.log(args.includes('--json') ? jsonReport(findings) : tableReport(findings))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

async function runAll(chosen: readonly Benchmark[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const benchmark of chosen) {
    const finding = await runOne(benchmark)
    for (const note of finding.notes) console.error(`${finding.name}: ${note}`)
    findings.push(finding)
  }
  return findings
}

async function runOne(benchmark: Benchmark): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-bench-'))
  try {
    return await benchmark.run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
