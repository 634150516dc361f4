import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { fallbackRuntime, fallbackRuntimeMade } from './fallback-runtime.ts'
import { projectRoot } from './project.ts'

export interface ElectronRuntime {
  readonly executable: string
  readonly version: string
  readonly origin: 'override' | 'official' | 'fallback'
}

const electronPackage = join(projectRoot, 'node_modules', 'electron')

/**
 * Finds an Electron to run: the one of ELECTRON_OVERRIDE_DIST_PATH, else the official one that package.json
 * pins (downloaded on first use), else on linux x64 the runtime for development and tests.
 */
export async function ensureElectron(): Promise<ElectronRuntime> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return runtimeIn(override, 'override')
  const official = officialElectron()
  if (official) return official
  if (!fallbackRuntimeMade()) {
    console.log('setup: fetching Electron')
    const install = await runCommand(process.execPath, [join(electronPackage, 'install.js')], {
      timeoutMs: 300_000,
    })
    const installed = officialElectron()
    if (installed) return installed
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(
        `Electron could not be fetched: ${firstLine(install.output)}. Check the network and try again.`,
      )
    }
    console.log('setup: Electron could not be fetched here, making the runtime for tests instead')
  }
  return runtimeIn(await fallbackRuntime(), 'fallback')
}

function officialElectron(): ElectronRuntime | undefined {
  const pathFile = join(electronPackage, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const executable = join(electronPackage, 'dist', readFileSync(pathFile, 'utf8'))
  if (!existsSync(executable)) return undefined
  return { executable, version: versionIn(join(electronPackage, 'dist')), origin: 'official' }
}

function runtimeIn(dist: string, origin: ElectronRuntime['origin']): ElectronRuntime {
  const executable = join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron')
  if (!existsSync(executable)) throw new Error(`No Electron at ${executable}`)
  return { executable, version: versionIn(dist), origin }
}

function versionIn(dist: string): string {
  return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
