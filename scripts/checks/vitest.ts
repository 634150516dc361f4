import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runCommand } from '../setup/command.ts'
import { projectRoot } from '../setup/project.ts'
import { type Outcome, singleOutcome, sumOutcomes } from './outcome.ts'

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})
const coverageReport = z.object({ total: z.object({ lines: z.object({ pct: z.number() }) }) })

const results = join(projectRoot, 'test-results')
const shippedSqlite = join(projectRoot, 'scripts', 'checks', 'shipped-sqlite.cjs')
const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
const leastLineCoverage = 95

/** Runs the unit and integration tests and measures how much of the engine and the shared code they run. */
export async function runVitest(): Promise<Outcome> {
  mkdirSync(results, { recursive: true })
  const file = join(results, 'vitest.json')
  rmSync(file, { force: true })
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const args = [vitest, 'run', ...reporters, '--coverage']
  const { code } = await runCommand(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, NODE_OPTIONS: `--require "${shippedSqlite}"` },
    timeoutMs: 2_400_000,
    show: true,
  })
  if (!existsSync(file)) return singleOutcome(false)
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  )
  // A file that does not load fails without a single test of its own.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const tests = {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  }
  const unexplained = code !== 0 && tests.failed === 0
  return sumOutcomes([
    tests,
    coverageOutcome(),
    unexplained ? singleOutcome(false) : { passed: 0, failed: 0, skipped: 0 },
  ])
}

function coverageOutcome(): Outcome {
  const file = join(projectRoot, 'coverage', 'coverage-summary.json')
  if (!existsSync(file)) return singleOutcome(false)
  const { pct } = coverageReport.parse(JSON.parse(readFileSync(file, 'utf8'))).total.lines
  const holds = pct >= leastLineCoverage
  console.log(
    `coverage: ${holds ? 'ok' : 'failed'}, ${pct} % of lines of engine and shared code (at least ${leastLineCoverage})`,
  )
  return singleOutcome(holds)
}

/** Runs the unit tests that the last commit and the uncommitted changes touch. */
export async function runChangedUnitTests(): Promise<Outcome> {
  const { code: hasParent } = await runCommand('git', ['rev-parse', '--verify', '-q', 'HEAD~1'], {
    cwd: projectRoot,
    timeoutMs: 10_000,
  })
  const changed = hasParent === 0 ? ['--changed', 'HEAD~1'] : []
  const args = [vitest, 'run', '--project', 'unit', '--reporter=dot', '--passWithNoTests', ...changed]
  const { code } = await runCommand(process.execPath, args, {
    cwd: projectRoot,
    timeoutMs: 300_000,
    show: true,
  })
  return singleOutcome(code === 0)
}
