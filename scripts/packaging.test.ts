import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { projectRoot } from './setup/project.ts'
import { packageOf, readSources } from './walls/import-graph.ts'

const config = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')
const thirdParty = readFileSync(join(projectRoot, 'THIRD-PARTY.md'), 'utf8')
const lockFile = z
  .object({
    packages: z.record(z.string(), z.object({ dependencies: z.record(z.string(), z.string()).optional() })),
  })
  .parse(JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')))

/** The lines under a key at the top of the configuration, without their indent and quotes. */
function section(key: string): readonly string[] {
  const lines = config.split('\n')
  const start = lines.indexOf(`${key}:`) + 1
  if (start === 0) throw new Error(`electron-builder.yml has no ${key}`)
  const length = lines.slice(start).findIndex((line) => !line.startsWith(' '))
  return lines.slice(start, length < 0 ? undefined : start + length).map((line) => line.trim())
}

function list(key: string): readonly string[] {
  return section(key).map((line) => line.replace(/^- "?([^"]*)"?$/, '$1'))
}

/** Packages that the program's sources import, and everything that these depend on. */
function shippedPackages(): readonly string[] {
  const sources = ['main', 'preload', 'renderer', 'shared'].flatMap((folder) =>
    readSources(projectRoot, folder),
  )
  const imported = sources.flatMap(({ imports }) => imports.map((name) => packageOf(projectRoot, name) ?? ''))
  const waiting = imported.filter(
    (name) => name !== 'electron' && `node_modules/${name}` in lockFile.packages,
  )
  const shipped = new Set<string>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (shipped.has(name)) continue
    shipped.add(name)
    waiting.push(...Object.keys(lockFile.packages[`node_modules/${name}`]?.dependencies ?? {}))
  }
  return [...shipped].sort()
}

describe('the packed program', () => {
  test('holds the bundles, SQLite, DuckDB and the licences, and of other packages nothing', () => {
    const files = list('files')
    expect(files.slice(0, 3)).toEqual(['out/main/**', 'out/preload/**', 'out/renderer/**'])
    expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'THIRD-PARTY.md']))
    const exclusion = files.indexOf('!node_modules/**')
    const packed = files.filter((pattern) => pattern.startsWith('node_modules/'))
    const allowed = /^node_modules\/(?:better-sqlite3|@duckdb\/node-[^/]+|detect-libc)\//
    expect(packed.filter((pattern) => !allowed.test(pattern))).toEqual([])
    expect(exclusion).toBeGreaterThan(-1)
    expect(files.indexOf(packed[0] ?? '')).toBeGreaterThan(exclusion)
  })

  test('names only files that exist, once those of the build are made', () => {
    const plain = [
      ...list('files'),
      ...list('extraFiles').map((line) => line.replace(/^(- )?(from: )?/, '')),
    ].filter((pattern) => !/[*!$]/.test(pattern) && !pattern.startsWith('to: '))
    expect(plain.length).toBeGreaterThan(4)
    expect(plain.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
  })

  test('has its addons outside the archive, and they are not built anew', () => {
    expect(list('asarUnpack')).toEqual(['**/*.node', 'node_modules/@duckdb/node-bindings-*/**'])
    expect(config).toMatch(/^asar: true$/m)
    expect(config).toMatch(/^npmRebuild: false$/m)
  })

  test('sets every fuse that Electron has to its safe side', () => {
    const set = Object.fromEntries(section('electronFuses').map((line) => line.split(': ')))
    const known = Object.keys(FuseV1Options)
      .filter((name) => Number.isNaN(Number(name)))
      .map((name) => name.charAt(0).toLowerCase() + name.slice(1))
      // The packer cannot set this one; Electron's own default is on, the safe side.
      .filter((name) => name !== 'wasmTrapHandlers')
    expect(Object.keys(set).sort()).toEqual(known.sort())
    const on = Object.keys(set).filter((name) => set[name] === 'true')
    expect(on.sort()).toEqual([
      'enableCookieEncryption',
      'enableEmbeddedAsarIntegrityValidation',
      'onlyLoadAppFromAsar',
    ])
  })

  test('has a name and an identity', () => {
    expect(config).toMatch(/^appId: [a-z]+(\.[a-z]+)+$/m)
    expect(config).toMatch(/^productName: Tapedeck$/m)
  })
})

describe('the licences of others', () => {
  test('every package that is packed is named', () => {
    const rows = new Set([...thirdParty.matchAll(/^\| ([^ ]+) +\|/gm)].map(([, name]) => name))
    const isNamed = (name: string): boolean => rows.has(name) || rows.has(`${name.split('/')[0]}/*`)
    const shipped = shippedPackages()
    expect(shipped).toContain('zod')
    expect(shipped.filter((name) => !isNamed(name))).toEqual([])
  })

  test('the makers of the charts are named as their notice asks', () => {
    expect(thirdParty).toContain('TradingView Lightweight Charts')
    expect(thirdParty).toContain('https://www.tradingview.com/')
  })
})
