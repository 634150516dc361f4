import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { gzipSync } from 'fflate'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { previewImport } from '../preview.ts'
import { importKept, temporaryFolder, writeText } from '../testing/kept-batches.ts'
import { jsonObjects } from './json-objects.ts'

/** A minute bar after the open of 2024-07-08, as the documents show it. */
function bar(minute: number, told: object = {}): object {
  const t = new Date(Date.UTC(2024, 6, 8, 13, 30 + minute)).toISOString().replace('.000', '')
  return { t, o: 10.1, h: 11.5, l: 9.25, c: 10.7, v: 100 + minute, n: 7, vw: 10.333, ...told }
}

const page = (bars: unknown, token: string | null = null) => ({ bars, next_page_token: token })

function importJson(content: unknown, options: Parameters<typeof importKept>[1] = {}, name = 'page.json') {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return importKept(writeText(name, text), options)
}

describe('JSON as Alpaca answers', () => {
  test.each(['alpaca', 'auto'] as const)('of many symbols is read as %s', async (format) => {
    const { kept, report } = await importJson(page({ AAPL: [bar(0), bar(1)], MSFT: [bar(0)] }), { format })
    expect(kept.bars).toEqual([
      'AAPL 2024-07-08 2024-07-08T13:30:00Z 10.1 11.5 9.25 10.7 100',
      'AAPL 2024-07-08 2024-07-08T13:31:00Z 10.1 11.5 9.25 10.7 101',
      'MSFT 2024-07-08 2024-07-08T13:30:00Z 10.1 11.5 9.25 10.7 100',
    ])
    expect(kept.files).toMatchObject([{ feed: 'alpaca', synthetic: false }])
    expect(kept.batches[0]).toMatchObject({ interval: '1m', exchange: 'XNYS' })
    expect(report).toMatchObject({ files: 1, symbols: 2, bars: 3, rejected: [], skipped: [], warnings: [] })
  })

  test('of one symbol names it in the page, else the option or the name of the file does', async () => {
    const bars = [bar(0), bar(1)]
    const own = { bars, symbol: 'AAPL', next_page_token: null }
    expect((await importJson(own, {}, 'x.json')).kept.batches).toMatchObject([{ symbol: 'AAPL' }])
    expect((await importJson({ bars }, { symbol: 'IBM' })).kept.batches).toMatchObject([{ symbol: 'IBM' }])
    expect((await importJson({ bars }, {}, 'spy_1min.json')).kept.batches).toMatchObject([{ symbol: 'SPY' }])
    const { report } = await importJson({ bars }, {}, 'data.json')
    expect(report).toMatchObject({
      refusedFiles: 1,
      skipped: [{ reason: expect.stringMatching(/--symbol/) }],
    })
  })

  test.each([
    ['one after another', (pages: string[]) => pages.join('')],
    ['one a line', (pages: string[]) => `${pages.join('\n')}\n`],
    ['as a list', (pages: string[]) => `[${pages.join(', ')}]`],
  ])('has many pages in a file, %s', async (_, put) => {
    const pages = [page({ AAPL: [bar(0)] }, 'QUFQTA=='), page({ AAPL: [bar(1)], MSFT: [bar(0)] }), page({})]
    const { kept, report } = await importJson(put(pages.map((one) => JSON.stringify(one, null, 1))))
    expect(kept.bars.map((text) => text.slice(0, 36))).toEqual([
      'AAPL 2024-07-08 2024-07-08T13:30:00Z',
      'AAPL 2024-07-08 2024-07-08T13:31:00Z',
      'MSFT 2024-07-08 2024-07-08T13:30:00Z',
    ])
    expect(report.warnings).toEqual([])
  })

  test('is unpacked from .json.gz', async () => {
    const folder = temporaryFolder()
    writeText('SPY.json.gz', gzipSync(Buffer.from(JSON.stringify(page([bar(0)])))), folder)
    expect((await importKept(folder)).kept.bars).toHaveLength(1)
  })

  test('that goes on says so, and an answer without a bar is left out without being at fault', async () => {
    const folder = temporaryFolder()
    writeText('1.json', JSON.stringify(page({ AAPL: [bar(0)] }, 'more')), folder)
    writeText('2.json', JSON.stringify(page(null)), folder)
    const { report } = await importKept(folder)
    expect(report.warnings).toEqual([expect.stringMatching(/1\.json: its last page names one that follows/)])
    expect(report).toMatchObject({
      files: 1,
      refusedFiles: 0,
      skipped: [{ reason: 'is an answer without a bar' }],
    })
  })

  test('has bad bars left out, each with its place in the file', async () => {
    const bad = [
      bar(1, { h: 1 }),
      bar(2, { o: null }),
      bar(3, { c: '"x, y"' }),
      bar(4, { t: 'noon' }),
      null,
      bar(0),
    ]
    const good = Array.from({ length: 8 }, (_, index) => bar(10 + index))
    const path = writeText(
      'page.json',
      JSON.stringify(page({ AAPL: [bar(0), ...bad, ...good], '?!': [bar(0)] })),
    )
    const { kept, report } = await importKept(path)
    expect(kept.bars).toHaveLength(9)
    expect(report.rejected.map(({ file, line, reason }) => [file === path, line, reason])).toEqual([
      [true, 2, 'high 1 is below low 9.25'],
      [true, 3, 'open is empty'],
      [true, 4, expect.stringContaining('is no number')],
      [true, 5, '"noon" is no time'],
      [true, 6, 'has no time'],
      [true, 7, expect.stringMatching(/13:30:00Z is there twice/)],
      [true, 16, expect.stringContaining('is no symbol')],
    ])
    const strict = await importKept(path, { strict: true })
    expect(strict.report).toMatchObject({ files: 0, refusedFiles: 1 })
    expect(strict.kept.bars).toEqual([])
  })

  test('of days and of five minutes shows its interval; one that is told counts', async () => {
    const at = (t: string) => bar(0, { t })
    const days = page({ AAPL: [at('2024-07-08T04:00:00Z'), at('2024-07-09T04:00:00Z')] })
    expect((await importJson(days)).kept.batches).toMatchObject([
      { interval: '1d', session: '2024-07-08' },
      { interval: '1d', session: '2024-07-09' },
    ])
    const one = page({ AAPL: [at('2024-01-08T05:00:00Z')] })
    expect((await importJson(one)).kept.batches).toMatchObject([{ interval: '1d', session: '2024-01-08' }])
    const fives = page({ AAPL: [bar(0), bar(5), bar(10)] })
    expect((await importJson(fives)).kept.batches).toMatchObject([{ interval: '5m' }])
    const told = await importJson(page({ AAPL: [bar(0)] }), { interval: '5m' as never })
    expect(told.kept.batches).toMatchObject([{ interval: '5m' }])
    const newestFirst = await importJson(page({ AAPL: [bar(5), bar(4), bar(3)] }))
    expect(newestFirst.report.skipped[0]?.reason).toMatch(/newest row to the oldest/)
  })

  test.each([
    ['{"message":"forbidden."}', /is no JSON of bars as Alpaca answers with them: see page 1/],
    ['{"bars":{"AAPL":[{"t":"2024', /ends in the midst of a page/],
    ['{"bars":{"AAPL":[}}}', /is damaged JSON|is no JSON/],
    ['{"bars":{"AAPL":[,]}}', /is damaged JSON/],
    ['{"bars":{"AAPL":7}}', /is no JSON of bars/],
    ['time,open\n', /is no JSON of bars/],
    ['', /holds no page of bars/],
  ])('%j is refused, and nothing is left behind', async (content, reason) => {
    const temporary = temporaryFolder()
    vi.stubEnv('TMPDIR', temporary)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { report } = await importJson(content, { format: 'alpaca' })
    expect(report).toMatchObject({
      files: 0,
      refusedFiles: 1,
      skipped: [{ reason: expect.stringMatching(reason) }],
    })
    expect(readdirSync(temporary).filter((name) => name.startsWith('tapedeck-rows'))).toEqual([])
  })

  test('is told from other JSON and other files', async () => {
    const folder = temporaryFolder()
    writeText('settings.json', '{"theme":"dark"}', folder)
    writeText('SPY.csv', 'time,open,high,low,close,volume\n2024-07-08T13:30:00Z,1,1,1,1,1\n', folder)
    const reasons = async (format: 'auto' | 'alpaca' | 'csv' | 'lean') => {
      const { report } = await importKept(folder, { format })
      return report.skipped.map(({ file, reason }) => `${file.replace(join(folder, '/'), '')} ${reason}`)
    }
    expect(await reasons('auto')).toEqual([
      'settings.json is a JSON file that holds no bars as Alpaca answers with them',
    ])
    expect(await reasons('csv')).toEqual(['settings.json is a JSON file; import it as alpaca'])
    expect(await reasons('alpaca')).toContain('SPY.csv is no .json file')
  })

  test('is shown before it is imported', async () => {
    const path = writeText('p.json', JSON.stringify(page({ AAPL: [bar(0)], MSFT: [bar(0)] }, 'more')))
    expect(await previewImport({ path, format: 'auto', strict: false })).toMatchObject({
      format: 'alpaca',
      symbols: ['AAPL', 'MSFT'],
      findings: expect.arrayContaining([
        'layout: JSON of Alpaca',
        expect.stringMatching(/^warning: its last page/),
      ]),
      sample: expect.arrayContaining(['AAPL,2024-07-08T13:30:00Z,10.1,11.5,9.25,10.7,100']),
    })
  })
})

test('objects come whole out of any pieces, whatever is in their texts', () => {
  const objects = fc.array(
    fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.dictionary(fc.string(), fc.string()))),
  )
  fc.assert(
    fc.property(
      objects,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('', '\n', ' , '),
      (values, size, between) => {
        const wanted = values.map((value) => JSON.stringify(value))
        const bytes = Buffer.from(wanted.join(between))
        function* pieces() {
          const reused = Buffer.alloc(size)
          for (let from = 0; from < bytes.length; from += size) {
            const length = bytes.copy(reused, 0, from, from + size)
            yield reused.subarray(0, length)
          }
        }
        expect([...jsonObjects(pieces())].map((value) => JSON.stringify(value))).toEqual(wanted)
      },
    ),
  )
})
