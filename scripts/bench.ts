import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build/bundles.ts'
import { projectRoot } from './setup/project.ts'
import { ensureWorkplace } from './setup/workplace.ts'

/** Benchmarks of the built program in real Electron. */
const ofProgram = ['frame', 'session_start_to_paint']

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('-'))
if (names.length === 0 || names.some((name) => ofProgram.includes(name))) {
  process.env.TAPEDECK_ELECTRON = (await ensureWorkplace()).executable
  await ensureBuilt({ show: true })
}
const { runBenchmarks } = await import(pathToFileURL(join(projectRoot, 'bench', 'run.ts')).href)
await runBenchmarks(args)
