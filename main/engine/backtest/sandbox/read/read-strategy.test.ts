import { describe, expect, test } from 'vitest'
import { StrategyFailure } from '../strategy-failure.ts'
import { readStrategy } from './read-strategy.ts'

const imports = "import { defineStrategy } from 'tapedeck'\n"
const whole = `${imports}export default defineStrategy({ name: 'One', onBar(ctx, bar) {} })\n`

/** What a script gives when it is evaluated with the names of this realm. */
function evaluate(text: string, file = 'one.ts'): unknown {
  const { script } = readStrategy(text, file)
  const made = new Function(`return ${script}`)()
  return made(globalThis)({ defineStrategy: (strategy: unknown) => ({ defined: strategy }) })
}

function messageOf(text: string, file = 'one.ts'): string {
  try {
    readStrategy(text, file)
  } catch (error) {
    if (error instanceof StrategyFailure) return error.message
    throw error
  }
  return 'read'
}

describe('a strategy that can be read', () => {
  test('gives what its file exports', () => {
    expect(evaluate(`${imports}export default defineStrategy({ name: 'One' })`)).toEqual({
      defined: { name: 'One' },
    })
  })

  test.each([
    ['under another name', "import { defineStrategy as make } from 'tapedeck'\nexport default make(1)"],
    ['as a whole', "import * as tape from 'tapedeck'\nexport default tape.defineStrategy(1)"],
    [
      'with types',
      "import { type Strategy, defineStrategy } from 'tapedeck'\nexport default defineStrategy(1 as any)",
    ],
    [
      'types alone',
      "import type { Strategy } from 'tapedeck'\nconst defineStrategy = (of: number): unknown => ({ defined: of })\nexport default defineStrategy(1)",
    ],
    ['before what it needs', 'export default make()\nfunction make() { return { defined: 1 } }'],
    [
      'with what follows it',
      'let a = 0\nexport default { defined: 1 }\na = 1\nexport const b = a, c = 2\nexport function d() {}',
    ],
    ['with names of the language taken', 'const Math = 1, $out = 2\nexport default { defined: Math }'],
    ['after a line that goes on', 'const a = [1]\nconst b = a\nexport default { defined: b[0] }'],
  ])('%s', (_name, text) => {
    expect(evaluate(text)).toEqual({ defined: 1 })
  })

  test('keeps lines and columns, and says how far its first line is shifted', () => {
    const text = `/* é\n€ */ const a: Array<'é€'> = [] // import('x') eval( <!--\n${imports}export default {\n  at(x: number) { return x! + a.length } }`
    const { script, shift, exportAt } = readStrategy(text, 'one.ts')
    const lines = script.slice(shift).split('\n')
    expect(lines[1]?.indexOf('const a')).toBe(5)
    expect(lines[1]).not.toMatch(/import|eval|<!--/)
    expect(lines[4]?.indexOf('return')).toBe(18)
    expect(exportAt).toEqual({ line: 4, column: 1 })
  })

  test('JavaScript is not taken for TypeScript', () => {
    expect(evaluate('const f = 3, n = 2, x = 1\nexport default f<n>(x)', 'one.js')).toBe(false)
    expect(messageOf('const a: number = 1\nexport default a', 'one.mjs')).toBe(
      'one.mjs:1:8: Unexpected token: correct the syntax.',
    )
  })

  test('a name may be asked for with typeof, and words are no names', () => {
    expect(messageOf('export default { process: 1, fetch() {}, a: typeof window, b: ({}).require }')).toBe(
      'read',
    )
    expect(messageOf('outer: for (;;) break outer\nexport default class { require = 1 }')).toBe('read')
    expect(
      messageOf('export default { a({ b, ...c }, [d] = [], e = b) { try { c } catch (f) { d; e; f } } }'),
    ).toBe('read')
  })
})

describe('what cannot be read', () => {
  test.each([
    ['const a = ;\n', 'one.ts:1:11: Expression expected: correct the syntax.'],
    [
      `${whole}enum Side { Buy }`,
      'one.ts:3:1: TypeScript enum is more than a type and cannot be left out: write it as plain JavaScript.',
    ],
    [
      `${whole}class A { constructor(private a: number) {} }`,
      'one.ts:3:31: TypeScript parameter property is more than a type',
    ],
    [
      "import fs from 'node:fs'\nexport default 1",
      "one.ts:1:1: 'node:fs' cannot be imported: a strategy has 'tapedeck' only.",
    ],
    ["import tape from 'tapedeck'\nexport default 1", "one.ts:1:8: 'tapedeck' has no default export"],
    [
      "import { store } from 'tapedeck'\nexport default store",
      "one.ts:1:10: 'tapedeck' has no store: it has defineStrategy.",
    ],
    [imports, 'one.ts: it has no default export: end it with export default defineStrategy('],
    ['', 'one.ts: it has no default export'],
    [
      'const a = 1\nexport { a as default }',
      'one.ts:2:1: a strategy exports itself only: write export default.',
    ],
    ["export * from 'tapedeck'", 'one.ts:1:1: a strategy exports itself only'],
    ["export default {}\nconst fs = import('fs')", 'one.ts:2:12: import() is not there'],
    ['export default import.meta.url', 'one.ts:1:16: import.meta is not there'],
    ['export default {}\nconst a = await 1', 'one.ts:2:11: await is not there outside of a function'],
    ['const a = 1\nconst a = 2', "one.ts:2:7: Identifier 'a' has already been declared: correct the syntax."],
    [
      'export default { onBar() { process.exit() } }',
      'one.ts:1:28: process is not there: a strategy has no way to the process',
    ],
    [
      "const fs = require('fs')\nexport default fs",
      "one.ts:1:12: require is not there: only 'tapedeck' can be imported",
    ],
    [
      'export default { onBar() { fetch(1) } }',
      'one.ts:1:28: fetch is not there: a strategy has no network.',
    ],
    ['export default { a: eval("1") }', 'one.ts:1:21: eval is not there'],
    ['export default { a: new Function("1") }', 'one.ts:1:25: Function is not there'],
    [
      'export default { onBar() { totl = 1 } }',
      'one.ts:1:28: totl is not declared: declare it or correct its name.',
    ],
    [`${' '.repeat(1_000_001)}`, 'one.ts: it is longer than 1,000,000 characters'],
  ])('%j', (text, message) => {
    expect(messageOf(text)).toContain(message)
  })

  test('it has a code, a kind and a place', () => {
    expect(() => readStrategy('const a = ;', 'one.ts')).toThrow(
      expect.objectContaining({
        code: 'bad-file',
        fault: expect.objectContaining({
          kind: 'unreadable',
          file: 'one.ts',
          place: { line: 1, column: 11 },
        }),
      }),
    )
  })
})
