import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorTypes } from '#shared/strategy/author-types.ts'
import { projectRoot } from './setup/project.ts'
import { authorTypesFile, authorTypes as madeTypes } from './strategy-types/author-types.ts'

test('what authors are told is what the sources say; if not, run node scripts/strategy-types.ts', () => {
  expect(authorTypes).toBe(madeTypes(projectRoot))
  expect(readFileSync(join(projectRoot, 'shared/strategy/author-types.ts'), 'utf8')).toBe(
    authorTypesFile(projectRoot),
  )
})

describe('a compiler outside of the project', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strategy-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function compile(strategy: string): string {
    writeFileSync(join(folder, 'tapedeck.d.ts'), authorTypes)
    writeFileSync(join(folder, 'strategy.ts'), strategy)
    const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--types', '']
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [tsc, ...options, 'tapedeck.d.ts', 'strategy.ts'],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 100_000,
      },
    )
    return stdout + stderr
  }

  test('knows every name of a strategy', () => {
    const strategy = `import { defineStrategy, type OrderRequest, type StrategyBar } from 'tapedeck'
      export default defineStrategy({
        name: 'Two averages',
        params: { fast: { default: 10, min: 2, max: 100 }, slow: { default: 20, min: 3, max: 400 } },
        onBar(ctx, bar) {
          const fast = ctx.indicator(bar.symbol, 'sma', { period: ctx.params.fast }).value()
          const closes: Float64Array = ctx.bars(bar.symbol, '5m').closes(5)
          const order: OrderRequest = { symbol: bar.symbol, side: 'buy', quantity: closes.length }
          if (fast !== undefined && bar.close > fast && bar.state === 'recorded') ctx.cancel(ctx.order(order))
          const late: number = bar.end - bar.start
          ctx.target({ symbol: bar.symbol, percent: late })
        },
        onFill(ctx, fill) { ctx.log(fill.symbol) },
      })
      export function last(bar: StrategyBar): number { return bar.close }`
    expect(compile(strategy)).toBe('')
  })

  test('finds what is wrong', () => {
    const strategy = `import { defineStrategy } from 'tapedeck'
      export default defineStrategy({ name: 'A', params: { fast: { default: 1, min: 1, max: 2 } },
        onBar(ctx, bar) { ctx.params.slow; bar.state === 'made'; ctx.order({ symbol: 1 }) } })`
    const told = compile(strategy)
    expect(told).toContain("'slow' does not exist")
    expect(told).toContain('no overlap')
    expect(told).toContain("'number' is not assignable to type 'string'")
  })
})
