import { describe, expect, test } from 'vitest'
import { projectRoot } from './setup/project.ts'
import { packageOf, reachedFrom, readSources, specifiersIn } from './walls/import-graph.ts'

/** Imports of a folder that are of none of the allowed kinds, as "file → import". */
function trespasses(folder: string, isAllowed: (name: string) => boolean): string[] {
  return readSources(projectRoot, folder).flatMap(({ path, imports }) =>
    imports.filter((name) => !isAllowed(name)).map((name) => `${path} → ${name}`),
  )
}

function isUnder(...folders: readonly string[]): (name: string) => boolean {
  return (name) => folders.some((folder) => name.startsWith(`${folder}/`))
}

function isPackage(...packages: readonly string[]): (name: string) => boolean {
  return (name) => packages.includes(packageOf(projectRoot, name) ?? '')
}

function anyOf(...rules: readonly ((name: string) => boolean)[]): (name: string) => boolean {
  return (name) => rules.some((rule) => rule(name))
}

const isNode = (name: string): boolean => name.startsWith('node:')

describe('walls between the processes', () => {
  test('shared depends on nothing but date-fns and zod', () => {
    const allowed = anyOf(isUnder('shared'), isPackage('date-fns', '@date-fns/tz', 'zod'))
    expect(trespasses('shared', allowed)).toEqual([])
  })

  test('the engine knows no Electron, no window and no command line', () => {
    const packages = isPackage(
      'better-sqlite3',
      '@duckdb/node-api',
      '@swc/wasm-typescript',
      'acorn',
      'ses',
      'croner',
      'fflate',
      'pg',
      'pg-copy-streams',
      'trading-signals',
      'zod',
      'date-fns',
      '@date-fns/tz',
    )
    expect(trespasses('main/engine', anyOf(isUnder('main/engine', 'shared'), isNode, packages))).toEqual([])
  })

  test('the command line knows the engine, but no Electron and no window', () => {
    const allowed = anyOf(isUnder('main/cli', 'main/engine', 'shared'), isNode, isPackage('zod'))
    expect(trespasses('main/cli', allowed)).toEqual([])
  })

  test('the desktop owns no bars', () => {
    const allowed = anyOf(isUnder('main/desktop', 'shared'), isNode, isPackage('electron', 'zod'))
    expect(trespasses('main/desktop', allowed)).toEqual([])
  })

  test('the preload passes ports on and knows nothing else', () => {
    expect(trespasses('preload', anyOf(isUnder('preload', 'shared'), isPackage('electron')))).toEqual([])
  })

  test('the window imports nothing of main, nothing of Node and no Electron', () => {
    const foreign = anyOf(
      isUnder('main', 'preload', 'scripts', 'e2e', 'bench'),
      isNode,
      isPackage('electron', 'better-sqlite3', '@duckdb/node-api', 'fflate'),
    )
    expect(trespasses('renderer', (name) => !foreign(name))).toEqual([])
  })

  test.each(['main/engine/utility.ts', 'main/cli/index.ts'])(
    'nothing that %s reaches imports Electron',
    (entry) => {
      const reached = [...reachedFrom(projectRoot, entry).values()]
      expect(reached.length).toBeGreaterThan(0)
      expect(reached.filter(({ imports }) => imports.some(isPackage('electron')))).toEqual([])
    },
  )
})

describe('how imports are found', () => {
  test.each([
    ["import { app } from 'electron'", 'electron'],
    ["import type { App } from 'electron'", 'electron'],
    ["import 'electron'", 'electron'],
    ["export * from './a.ts'", './a.ts'],
    ["const { app } = await import('electron')", 'electron'],
    ['const electron = require( "electron" )', 'electron'],
    ["let app: import('electron').App", 'electron'],
    ["import {\n  app,\n  shell,\n} from 'electron/main'", 'electron/main'],
    ['await import(`electron`)', 'electron'],
    ['import{app}from"electron"', 'electron'],
    ["import electron = require('electron')", 'electron'],
    ["await import('elec' + 'tron')", '(computed)'],
    ["export { app } from 'electron'", 'electron'],
  ])('%s', (source, specifier) => {
    expect(specifiersIn('a.ts', source)).toEqual([specifier])
  })

  test('words in texts and comments are no imports', () => {
    const source = "const text = \"import x from 'electron'\" // import('electron')\nexport { text }"
    expect(specifiersIn('a.ts', source)).toEqual([])
  })

  test('the entry of the desktop reaches Electron and the shared contract', () => {
    const reached = reachedFrom(projectRoot, 'main/desktop/index.ts')
    expect([...reached.keys()]).toContain('shared/protocol/desktop-contract.ts')
    expect([...reached.values()].some(({ imports }) => imports.includes('electron'))).toBe(true)
  })

  test('a package is named without the file in it', () => {
    expect(packageOf(projectRoot, '@date-fns/tz/date')).toBe('@date-fns/tz')
    expect(packageOf(projectRoot, 'electron/main')).toBe('electron')
    expect(packageOf(projectRoot, 'shared/protocol/wire.ts')).toBeUndefined()
  })
})
