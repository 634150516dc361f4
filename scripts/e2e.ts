import { ensureBuilt } from './build/bundles.ts'
import { runPlaywright } from './checks/playwright.ts'
import { ensureWorkplace } from './setup/workplace.ts'

// Only the end-to-end tests, with the arguments of the test runner: node scripts/e2e.ts -g 'import'
const electron = await ensureWorkplace()
await ensureBuilt({ show: true })
const { failed } = await runPlaywright(electron, process.argv.slice(2))
process.exitCode = failed > 0 ? 1 : 0
