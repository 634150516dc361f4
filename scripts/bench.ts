import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './setup/project.ts'

const { runBenchmarks } = await import(pathToFileURL(join(projectRoot, 'bench', 'run.ts')).href)
await runBenchmarks(process.argv.slice(2))
