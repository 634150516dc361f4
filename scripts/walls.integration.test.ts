import { beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from './build/bundles.ts'
import { projectRoot } from './setup/project.ts'
import { packageOf, reachedFrom } from './walls/import-graph.ts'

beforeAll(() => ensureBuilt())

/** The packages that a bundle and its chunks still import when they run. */
function packagesOf(entry: string): readonly string[] {
  const names = [...reachedFrom(projectRoot, entry).values()].flatMap(({ imports }) => imports)
  const packages = names.map((name) => packageOf(projectRoot, name)).filter((name) => name !== undefined)
  return [...new Set(packages)].filter((name) => !name.startsWith('node:')).sort()
}

/** Packages with native code, which stay outside the bundles. */
const nativePackages = ['better-sqlite3', '@duckdb/node-api']

test.each(['out/main/engine.js', 'out/main/cli.js'])('%s runs without Electron', (bundle) => {
  expect(packagesOf(bundle).filter((name) => !nativePackages.includes(name))).toEqual([])
})

test('the thread of a strategy needs nothing outside of its bundle, no store either', () => {
  expect(packagesOf('out/main/backtest.js')).toEqual([])
  expect(packagesOf('out/main/sweep.js')).toEqual([])
})

test('the desktop needs nothing but Electron; so does the preload', () => {
  expect(packagesOf('out/main/desktop.js')).toEqual(['electron'])
  expect(packagesOf('out/preload/preload.cjs')).toEqual(['electron'])
})
