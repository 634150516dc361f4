import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build/bundles.ts'
import { projectRoot } from './setup/project.ts'

await ensureBuilt()
// npm runs scripts in the project's folder; paths on the command line are the caller's.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await import(pathToFileURL(join(projectRoot, 'out', 'main', 'cli.js')).href)
