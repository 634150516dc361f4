import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mustRun } from '../setup/command.ts'
import { projectRoot } from '../setup/project.ts'

const sources = ['main', 'preload', 'renderer', 'shared']
// The window shows the page on strategies.
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'docs/strategy.md']
const stampFile = join(projectRoot, 'out', 'built-from')

/** Builds the bundles into out/ unless they were built from the sources as they stand. */
export async function ensureBuilt(options: { show?: boolean } = {}): Promise<void> {
  const stamp = sourceStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  if (options.show) process.stderr.write('building …\n')
  rmSync(stampFile, { force: true })
  const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  await mustRun(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    timeoutMs: 300_000,
  })
  writeFileSync(stampFile, stamp)
}

/** A digest of path, size and time of change of everything the bundles are made of. */
function sourceStamp(): string {
  const digest = createHash('sha256')
  const add = (path: string): void => {
    const { size, mtimeMs } = statSync(join(projectRoot, path))
    digest.update(`${path} ${size} ${mtimeMs}\n`)
  }
  for (const file of files) add(file)
  for (const folder of sources) {
    const names = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    for (const entry of names) {
      if (entry.isFile() && !entry.name.endsWith('.test.ts'))
        add(join(entry.parentPath, entry.name).slice(projectRoot.length + 1))
    }
  }
  return digest.digest('hex')
}
