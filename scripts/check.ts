import { sumOutcomes } from './checks/outcome.ts'
import { checkLint, checkTypes } from './checks/static.ts'
import { runChangedUnitTests } from './checks/vitest.ts'

const { failed } = sumOutcomes([await checkTypes(), await checkLint(), await runChangedUnitTests()])
process.exitCode = failed > 0 ? 1 : 0
