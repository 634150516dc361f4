import { ensureBuilt } from './build/bundles.ts'

await ensureBuilt({ show: true })
