import { ensureBuilt } from './build/bundles.ts'
import { type Outcome, singleOutcome, sumOutcomes } from './checks/outcome.ts'
import { runPlaywright } from './checks/playwright.ts'
import { checkLint, checkTypes } from './checks/static.ts'
import { runVitest } from './checks/vitest.ts'
import { ensureWorkplace } from './setup/workplace.ts'

const outcomes: Outcome[] = []

/** Counts a check; one that cannot even run is a failure, and the others run all the same. */
async function count(name: string, check: () => Promise<Outcome>): Promise<void> {
  try {
    outcomes.push(await check())
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    outcomes.push(singleOutcome(false))
  }
}

const electron = await ensureWorkplace()
await count('types', checkTypes)
await count('lint', checkLint)
await count('build', async () => {
  await ensureBuilt({ show: true })
  return singleOutcome(true)
})
await count('tests', runVitest)
await count('end to end', () => runPlaywright(electron))

const { passed, failed, skipped } = sumOutcomes(outcomes)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0
