import { describe, expect, test } from 'vitest'
import { processTicker, type Ticker } from '../../time/ticker.ts'
import { runInSandbox, type SandboxOptions, type SandboxResult } from './run-in-sandbox.ts'
import type { TestInput, TestOutput } from './testing/job-thread.ts'

const job = new URL('./testing/job-thread.ts', import.meta.url)

function run(
  text: string,
  input: Partial<TestInput> = {},
  options: Partial<SandboxOptions> = {},
): Promise<SandboxResult<TestOutput>> {
  return runInSandbox<TestInput, TestOutput>(
    job,
    { bars: 10, mostOrders: 1000, ...input },
    { strategy: { text, file: 'my ideas/two averages.ts' }, ticker: processTicker, ...options },
  )
}

function onBar(body: string, before = ''): string {
  return `import { defineStrategy } from 'tapedeck'\n${before}\nexport default defineStrategy({ name: 'Test', onBar(ctx, bar) {\n${body}\n} })`
}

async function messageOf(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => 'done',
    (error: Error) => error.message,
  )
}

const small = { memoryBytes: 128 * 1024 ** 2 }

describe('a strategy in its thread', () => {
  test('is called by the job next to it, with its parameters checked', async () => {
    const told: number[] = []
    const text = `import { defineStrategy } from 'tapedeck'
      const state: { seen: number } = { seen: 0 }
      export default defineStrategy({
        name: 'Counts',
        params: { fast: { default: 10, min: 2, max: 100 } },
        onStart(ctx) { console.log('starts', { at: 1 }) },
        onBar(ctx, bar) { if (++state.seen % 5 === 0) ctx.order({ symbol: bar.symbol, side: 'buy', quantity: 1 }) },
      })`
    const { output, log, logLeftOut } = await run(
      text,
      { bars: 50 },
      { onProgress: (done) => told.push(done) },
    )
    expect(output).toEqual({
      name: 'Counts',
      params: { fast: { default: 10, min: 2, max: 100 } },
      bars: 50,
      orders: 10,
      untouched: true,
    })
    expect(log).toEqual(['starts {"at":1}'])
    expect(logLeftOut).toBe(0)
    expect(told.at(-1)).toBe(50)
  })

  test('has numbers in typed arrays, a Math without chance and a Date without now', async () => {
    const body = `
      const a = new Float64Array([1.5, 2.5]), b = Float32Array.from([1])
      if (Math.max(...a) !== 2.5 || b[0] !== 1 || !(a instanceof Float64Array)) throw new Error('no arrays')
      if (new Date(bar.start).getTime() !== bar.start) throw new Error('no dates')
      if (Object.isFrozen(Float64Array) !== true || Object.isFrozen(bar) !== true) throw new Error('not frozen')`
    expect(await messageOf(run(onBar(body)))).toBe('done')
    expect(await messageOf(run(onBar('Math.random()')))).toBe(
      'my ideas/two averages.ts:4:6: onBar of SPY at 2024-01-02T14:30:00Z: Math.random is not there: use ctx.random, which gives the same numbers in each run.',
    )
    for (const now of ['Date.now()', 'new Date()', 'Date()'])
      expect(await messageOf(run(onBar(now)))).toContain('a strategy has no clock of its own: use ctx.now.')
  })

  test('starts anew without what it kept before', async () => {
    const text = onBar('console.log(++bars)', 'let bars = 0')
    const { log } = await run(text, { bars: 3, anewAt: 1 })
    expect(log).toEqual(['1', '2', '1'])
  })

  test('that keeps a promise pending is done when the job is', async () => {
    const body = 'new Promise(() => {}).then(() => {}); (async () => { await new Promise(() => {}) })()'
    expect((await run(onBar(body))).output).toMatchObject({ bars: 10 })
  })

  test('that leaves a promise rejected has failed', async () => {
    expect(await messageOf(run(onBar("Promise.reject(new Error('lost'))")))).toBe(
      'my ideas/two averages.ts:4:16: a promise was left rejected: Error: lost.',
    )
  })
})

test('nothing is left to wait for when a run is through', async () => {
  let waiting = 0
  const ticker: Ticker = {
    ...processTicker,
    after: (ms, run) => {
      waiting += 1
      let isLeft = true
      const leave = (): void => {
        if (isLeft) waiting -= 1
        isLeft = false
      }
      const cancel = processTicker.after(ms, () => {
        leave()
        run()
      })
      return () => {
        leave()
        cancel()
      }
    },
  }
  await run(onBar(''), {}, { ticker })
  expect(waiting).toBe(0)
})

describe('a strategy that throws', () => {
  test('is told with file, line, bar and symbol', async () => {
    const text = onBar("if (++bars === 1000) throw new Error('no more')", 'let bars = 0')
    const failure = run(text, { bars: 2000 })
    await expect(failure).rejects.toMatchObject({
      code: 'strategy-failed',
      message: 'my ideas/two averages.ts:4:28: onBar of SPY at 2024-01-03T07:09:00Z: Error: no more.',
      fault: { kind: 'threw', place: { line: 4, column: 28 }, at: { symbol: 'SPY' } },
    })
  })

  test.each([
    ["throw 'a text'", 'threw a text.'],
    ['throw null', 'threw an object that is no Error.'],
    ['throw { get message() { throw 1 }, get stack() { for (;;); } }', 'threw an object that is no Error.'],
    [
      'const e = new Error("x"); Object.defineProperty(e, "message", { get() { throw 1 } }); throw e',
      'threw something that cannot be read.',
    ],
    ['ctx.nothing.more', "Cannot read properties of undefined (reading 'more')"],
    ['(function deep() { deep() })()', 'it calls itself too deep'],
    ['ctx.cash = 1', 'Cannot'],
    ['"x".repeat(2 ** 30)', 'Invalid string length'],
    ['new Float64Array(10e9 / 8)', 'Float64Array of 1250000000 numbers: 134217728 at most'],
    ['new Array(1.25e9).fill(1)', 'fill over 1250000000 places'],
    ['Array.from({ length: 2e9 })', 'from over 2000000000 places'],
    ['Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)', 'indexOf over 9007199254740991 places'],
  ])('%s', async (body, message) => {
    expect(await messageOf(run(onBar(body)))).toContain(message)
  })

  test('in its first line, with the column of the file', async () => {
    expect(await messageOf(run('const a = null.b; export default a'))).toContain(
      'two averages.ts:1:16: TypeError',
    )
  })

  test('a fault of the engine is not called one of the strategy', async () => {
    await expect(run(onBar(''), { ownFault: 3 })).rejects.toMatchObject({
      code: 'internal',
      fault: { kind: 'internal' },
    })
  })

  test('more orders than may wait are refused', async () => {
    const failure = run(onBar('for (let i = 0; i < 1e6; i++) ctx.order({})'), { mostOrders: 5000 })
    expect(await messageOf(failure)).toContain('RangeError: more than 5000 orders that wait: ask for fewer.')
  })
})

describe('a strategy that does not end', () => {
  const limits = { timeoutMs: 500 }

  test.each([
    ['in onBar', onBar('for (;;);')],
    ['at the top level', 'for (;;);\nexport default 1'],
    ['in a promise', onBar('Promise.resolve().then(() => { for (;;); })')],
    ['in a pattern', onBar("/^(a|a)*$/.test('a'.repeat(60) + 'b')")],
    ['in a getter', 'export default { get name() { for (;;); } }'],
  ])('%s', async (_name, text) => {
    const failure = run(text, {}, limits)
    await expect(failure).rejects.toMatchObject({
      code: 'timeout',
      message: 'my ideas/two averages.ts: no sign of life for 0.5 s: look for a loop that does not end.',
    })
  })

  test('is stopped by whoever started it', async () => {
    await expect(run(onBar(''), {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
    const stop = new AbortController()
    const text = onBar('if (++bars > 500) for (;;);', 'let bars = 0')
    const failure = run(text, { bars: 1000 }, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(failure).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a strategy that takes too much memory', () => {
  test.each([
    ['lists', 'const all = []; for (;;) all.push(new Array(1000).fill(1.5))'],
    ['one list', 'const all = []; for (;;) all.push(1.5)'],
    ['a map', 'const all = new Map(); for (let i = 0; ; i++) all.set(i, i)'],
    ['objects', 'const all = {}; for (let i = 0; ; i++) all["k" + i] = {}'],
    ['many small typed arrays', 'const all = []; for (;;) all.push(new Float64Array(1000).fill(1))'],
    [
      'one typed array',
      'const all = new (new Float64Array(1).constructor)(10e9 / 8); for (let i = 0; ; i++) all[i % all.length] = i',
    ],
    ['typed arrays', 'const all = []; for (;;) all.push(new Float64Array(1e6).fill(1))'],
    ['texts', 'const all = []; for (let i = 0; ; i++) all.push(JSON.stringify(("x" + i).repeat(1e6)))'],
  ])('%s', async (_name, body) => {
    const failure = run(onBar(body), {}, { ...small, timeoutMs: 60_000 })
    await expect(failure).rejects.toMatchObject({
      code: 'strategy-failed',
      message:
        'my ideas/two averages.ts: it took more than 128 MiB of memory: keep less, such as the last bars only.',
    })
  })
})

describe('a strategy that looks for a way out', () => {
  test.each([
    ['Function', '(() => {}).constructor("return process")()'],
    ['Function of an array', '[].constructor.constructor("return process")()'],
    ['Function of async', '(async () => {}).constructor("return 1")'],
    ['Function of what it is given', 'ctx.order.constructor("return process")()'],
    [
      'the host error',
      'try { ctx.order(); ctx.order() } catch (e) { e.constructor.constructor("return process")() }',
    ],
    ['Array.prototype', 'Array.prototype.push = () => 0'],
    ['Object.prototype', 'Object.prototype.tampered = 1'],
    ['Object.prototype through a key', '({}).__proto__.tampered = 1'],
    ['Math', 'Math.tampered = 1'],
    ['what it is given', 'ctx.order = () => 0'],
    ['typed arrays', 'Float64Array.prototype.tampered = 1'],
    ['Error', 'Error.prepareStackTrace = (e, frames) => frames; Error.captureStackTrace.x = 1'],
  ])('finds none by %s', async (_name, body) => {
    const tried = `try { ${body}; found = true } catch (e) { console.log(e.name) }`
    const text = onBar(`${tried}\nif (found) throw new Error('found')`, 'let found = false')
    const { output, log } = await run(text, { bars: 1, mostOrders: 1 })
    expect(output.untouched).toBe(true)
    expect(log).toHaveLength(1)
  })

  test('finds no stack frames with functions of the host', async () => {
    const body = `
      let seen
      const had = Error.prepareStackTrace
      try { Error.prepareStackTrace = (e, frames) => { seen = frames; return '' } } catch {}
      new Error('x').stack
      if (seen && seen.some((frame) => frame.getFunction || frame.getThis)) throw new Error('found')`
    expect(await messageOf(run(onBar(body)))).toBe('done')
  })

  test('is told what looks like one in a text', async () => {
    expect(await messageOf(run(onBar("const a = 1\nconst b = 'import(x)'")))).toBe(
      'my ideas/two averages.ts:5:1: something like an import expression is not allowed, not even in a text: write it another way, such as with a + in between.',
    )
    expect(await messageOf(run(onBar("'<!--'")))).toContain(
      ':4:1: something like an HTML comment (<!-- or -->)',
    )
  })

  test('cannot end the process', async () => {
    expect(await messageOf(run(onBar('process.exit(3)')))).toContain(':4:1: process is not there')
  })
})

describe('a definition', () => {
  test('is read once, so that what was checked is what runs', async () => {
    const text = `let asked = 0
      export default { get name() { return ++asked === 1 ? 'First' : 7 }, onBar() {} }`
    expect((await run(text)).output.name).toBe('First')
  })

  test('is refused with the place of its export', async () => {
    expect(await messageOf(run('\nexport default { name: 1 }'))).toBe(
      'my ideas/two averages.ts:2:1: name is 1: give it a name of 1 to 200 characters.',
    )
    expect(
      await messageOf(run("export default new Proxy({}, { get() { throw new Error('trap') } })")),
    ).toContain('Error: trap')
  })
})
