import { serveSandbox } from '../../backtest/sandbox/thread/serve-sandbox.ts'
import type { ToldOfItself } from './describe-text.ts'

serveSandbox<null, ToldOfItself>(({ name, params, minCoverage }) => ({ name, params, minCoverage }))
