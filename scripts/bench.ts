import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build/bundles.ts'
import { projectRoot } from './setup/project.ts'
import { ensureWorkplace } from './setup/workplace.ts'

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('-'))
// The one benchmark of the built program.
if (names.length === 0 || names.includes('frame')) {
  process.env.TAPEDECK_ELECTRON = (await ensureWorkplace()).executable
  await ensureBuilt({ show: true })
}
const { runBenchmarks } = await import(pathToFileURL(join(projectRoot, 'bench', 'run.ts')).href)
await runBenchmarks(args)
