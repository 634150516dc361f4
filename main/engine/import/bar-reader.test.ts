import { describe, expect, test } from 'vitest'
import { importText } from './testing/kept-batches.ts'

const header = 'time,open,high,low,close,volume'
const minute = (index: number) => `2024-03-11 09:${30 + index}`
const good = (index: number) => `${minute(index)},10,11,9,10,100`

/** Imports good rows with one row among them, as line 4. */
async function importWith(row: string | Uint8Array, options: Parameters<typeof importText>[1] = {}) {
  const before = `${[header, good(0), good(1)].join('\n')}\n`
  const after = `\n${[good(3), good(4)].join('\n')}`
  return importText(Buffer.concat([Buffer.from(before), Buffer.from(row), Buffer.from(after)]), options)
}

describe('a bad row is left out, counted and told of with its line', () => {
  test.each([
    ['high below low', '2024-03-11 09:32,10,8,9,10,1', 'high 8 is below low 9'],
    ['high below open', '2024-03-11 09:32,12,11,9,10,1', 'high 11 is below open 12'],
    ['high below close', '2024-03-11 09:32,10,11,9,12,1', 'high 11 is below close 12'],
    ['low above open', '2024-03-11 09:32,8,11,9,10,1', 'low 9 is above open 8'],
    ['low above close', '2024-03-11 09:32,10,11,9,8,1', 'low 9 is above close 8'],
    ['a price of zero', '2024-03-11 09:32,0,11,0,10,1', 'open 0 is not above zero'],
    ['a negative price', '2024-03-11 09:32,10,11,-9,10,1', 'low -9 is not above zero'],
    ['a negative volume', '2024-03-11 09:32,10,11,9,10,-1', 'volume -1 is negative'],
    ['a price that is no number', '2024-03-11 09:32,10,abc,9,10,1', 'high "abc" is no number'],
    ['NaN', '2024-03-11 09:32,NaN,11,9,10,1', 'open "NaN" is no number'],
    ['an infinite price', '2024-03-11 09:32,10,inf,9,10,1', 'high "inf" is no number'],
    ['a price beyond all doubles', '2024-03-11 09:32,10,1e999,9,10,1', 'high "1e999" is no number'],
    ['an empty price', '2024-03-11 09:32,10,11,9,,1', 'close is empty'],
    ['an empty volume', '2024-03-11 09:32,10,11,9,10,', 'volume is empty'],
    ['a time there twice', '2024-03-11 09:31,10,11,9,10,1', 'the time 2024-03-11T13:31:00Z is there twice'],
    [
      'a time out of order',
      '2024-03-11 09:29,10,11,9,10,1',
      'the time 2024-03-11T13:29:00Z comes after a later one, 2024-03-11T13:31:00Z',
    ],
    [
      'a time with seconds',
      '2024-03-11 09:32:30,10,11,9,10,1',
      '2024-03-11T13:32:30Z is not on a whole minute',
    ],
    ['a time that is none', 'soon,10,11,9,10,1', '"soon" is no time'],
    ['a date that is none', '2024-02-30 09:32,10,11,9,10,1', '"2024-02-30 09:32" is no time'],
    ['an hour that is none', '2024-03-11 25:32,10,11,9,10,1', '"2024-03-11 25:32" is no time'],
    ['no time', ',10,11,9,10,1', 'has no time'],
    ['an unknown zone', '2024-03-11 09:32 Mars/Crater,10,11,9,10,1', '"Mars/Crater" is no time zone'],
    ['too few fields', '2024-03-11 09:32,10,11', 'has 3 of the 6 fields that are needed'],
    ['a NUL byte', '2024-03-11 09:32,10,1\0,9,10,1', 'holds a NUL byte'],
    ['an open quote', '2024-03-11 09:32,"10,11,9,10,1', 'has a quote that is never closed'],
  ])('%s', async (_, row, reason) => {
    const { kept, report } = await importWith(row)
    expect(report.rejected).toEqual([{ file: report.rejected[0]?.file, line: 4, reason }])
    expect(report).toMatchObject({ bars: 4, rejectedRows: 1, files: 1, refusedFiles: 0 })
    expect(kept.starts).toHaveLength(4)
  })

  test('bytes that are no UTF-8', async () => {
    const row = Buffer.from(`${minute(2)},10,11,9,10,1,caf\xe9`, 'latin1')
    const { report } = await importWith(row)
    expect(report.rejected).toMatchObject([{ line: 4, reason: 'is not UTF-8 text' }])
  })

  test('UTF-8 beyond ASCII in a column that does not matter is no fault', async () => {
    expect((await importWith(`${minute(2)},10,11,9,10,1,café`)).report).toMatchObject({
      rejectedRows: 0,
      bars: 5,
    })
  })

  test('a time outside the calendar', async () => {
    const { report } = await importWith('2099-03-11 09:32,10,11,9,10,1')
    expect(report.rejected).toMatchObject([{ line: 4, reason: expect.stringContaining('2028-12-31') }])
  })

  test('a bar inside the one before, but not one that hours begin with', async () => {
    const hour = (time: string) => `2024-03-11 ${time},1,1,1,1,1\n`
    const { kept, report } = await importText(
      ['08:00', '09:00', '09:30', '10:30', '11:00', '11:30', '15:30', '16:00', '17:00'].map(hour).join(''),
      { interval: '1h' as never },
    )
    expect(report.rejected).toMatchObject([
      { line: 5, reason: '2024-03-11T15:00:00Z lies inside the bar that starts at 2024-03-11T14:30:00Z' },
    ])
    expect(kept.starts).toHaveLength(8)
  })

  test('a quoted separator and a doubled quote do not shift the columns', async () => {
    const text = `name,${header}\n"a, ""b""",${good(0)}\nc,${good(1)}\n`
    const { kept, report } = await importText(text)
    expect(report.rejected).toEqual([])
    expect(kept.starts).toHaveLength(2)
  })
})

describe('a file is refused as a whole', () => {
  test('by --strict, for one bad row', async () => {
    const { kept, report } = await importWith('x', { strict: true })
    expect(kept.batches).toEqual([])
    expect(report).toMatchObject({
      files: 0,
      bars: 0,
      symbols: 0,
      sessions: 0,
      refusedFiles: 1,
      rejectedRows: 1,
    })
    expect(report.skipped[0]?.reason).toContain('1 of its 5 rows is bad; line 4 has 1 of the 6 fields')
  })

  test('when more than half of its rows are bad', async () => {
    const bad = '2024-03-11 09:32,x,11,9,10,1'
    const half = await importText([header, good(0), good(1), bad, bad].join('\n'))
    expect(half.report).toMatchObject({ refusedFiles: 0, bars: 2, rejectedRows: 2 })
    const more = await importText([header, good(0), good(1), bad, bad, bad].join('\n'))
    expect(more.report).toMatchObject({ refusedFiles: 1, bars: 0 })
    expect(more.report.skipped[0]?.reason).toContain('3 of its 5 rows are bad; line 4 open "x" is no number')
  })

  test.each([
    ['with its newest row first', [header, good(2), good(1), good(0)].join('\n'), 'newest'],
    ['without a table', 'Dear reader,\nthis is a letter.\n', 'no table of bars'],
    [
      'of the wrong table',
      'name,age,town,street,number\nAnn,31,Rome,Via,5\n',
      'no columns that are understood',
    ],
    ['with a header alone', `${header}\n`, 'holds no bars'],
    ['without a byte', '', 'is empty'],
    ['of one endless line', 'x'.repeat(1_500_000), 'no table'],
  ])('%s', async (_, text, reason) => {
    const { kept, report } = await importText(text)
    expect(kept.files).toEqual([])
    expect(report).toMatchObject({ files: 0, refusedFiles: 1 })
    expect(report.skipped).toEqual([{ file: expect.any(String), reason: expect.stringContaining(reason) }])
  })

  test('when a line never ends', async () => {
    const { report } = await importText(`${[header, good(0), good(1)].join('\n')}\n${'7'.repeat(3_000_000)}`)
    expect(report.skipped[0]?.reason).toContain('more than 1 MiB')
  })
})

describe('encodings', () => {
  const text = `${[header, good(0), good(1)].join('\r\n')}\r\n`
  const swapped = (bytes: Buffer) => bytes.swap16()
  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little-endian', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 big-endian', swapped(Buffer.from(`\ufeff${text}`, 'utf16le'))],
  ])('%s', async (_, bytes) => {
    const { kept, report } = await importText(bytes)
    expect(report.rejected).toEqual([])
    expect(kept.starts).toEqual(['2024-03-11T13:30:00Z', '2024-03-11T13:31:00Z'])
  })

  test('lines are counted as they lie in the file, blank ones too', async () => {
    const { report } = await importText(`# a title\n${header}\r\n\r\n${good(0)}\r${good(1)}\n\nx\n${good(2)}`)
    expect(report.rejected).toMatchObject([{ line: 7 }])
    expect(report.bars).toBe(3)
  })
})

describe('clock changes', () => {
  const at = (time: string) => `${time},1,1,1,1,1`
  async function starts(times: string[], options: Parameters<typeof importText>[1] = {}) {
    const { kept, report } = await importText(times.map(at).join('\n'), { exchange: '24/7', ...options })
    return { starts: kept.starts, reasons: report.rejected.map(({ line, reason }) => `${line} ${reason}`) }
  }
  const zone = 'America/New_York'

  test('the hour that comes twice is read as its first pass, then its second', async () => {
    const times = ['00:59', '01:00', '01:59', '01:00', '01:59', '02:00'].map((time) => `2024-11-03 ${time}`)
    expect(await starts(times, { zone, interval: '1m' as never })).toEqual({
      starts: ['04:59', '05:00', '05:59', '06:00', '06:59', '07:00'].map((time) => `2024-11-03T${time}:00Z`),
      reasons: [],
    })
  })

  test('stamps at the end of bars over the same hour', async () => {
    const times = ['01:00', '01:59', '01:00', '01:01', '02:00', '02:01'].map((time) => `2024-11-03 ${time}`)
    expect(await starts(times, { zone, stamp: 'end', interval: '1m' as never })).toEqual({
      starts: ['04:59', '05:58', '05:59', '06:00', '06:59', '07:00'].map((time) => `2024-11-03T${time}:00Z`),
      reasons: [],
    })
  })

  test('hours that end at the same time on the clock', async () => {
    const times = ['00:00', '01:00', '01:00', '02:00', '03:00'].map((time) => `2024-11-03 ${time}`)
    expect(await starts(times, { zone, stamp: 'end', interval: '1h' as never })).toEqual({
      starts: ['03', '04', '05', '06', '07'].map((hour) => `2024-11-03T${hour}:00:00Z`),
      reasons: [],
    })
  })

  test('a time in the hour left out is rejected', async () => {
    const times = ['01:58', '01:59', '02:30', '03:00', '03:01'].map((time) => `2024-03-10 ${time}`)
    expect(await starts(times, { zone })).toEqual({
      starts: ['06:58', '06:59', '07:00', '07:01'].map((time) => `2024-03-10T${time}:00Z`),
      reasons: ['3 2024-03-10 02:30 does not exist in America/New_York: clocks go forward over it'],
    })
  })

  test('days before and after a change have their own offset', async () => {
    const { kept } = await importText(
      ['2024-03-08 09:30', '2024-03-08 09:31', '2024-03-11 09:30', '2024-11-01 09:30', '2024-11-04 09:30']
        .map(at)
        .join('\n'),
    )
    expect(kept.starts.map((start) => start.slice(11, 16))).toEqual([
      '14:30',
      '14:31',
      '13:30',
      '13:30',
      '14:30',
    ])
  })

  test('a zone of the layout gives way to --zone, and both to an offset in the stamp', async () => {
    const kibot = ['03/11/2024,09:30', '03/11/2024,09:31']
    expect((await starts(kibot)).starts[0]).toBe('2024-03-11T13:30:00Z')
    expect((await starts(kibot, { zone: 'Europe/London' })).starts[0]).toBe('2024-03-11T09:30:00Z')
    const stamped = ['2024-03-11T09:30:00+01:00', '2024-03-11T09:31:00+0100']
    expect((await starts(stamped, { zone: 'Asia/Tokyo' })).starts[0]).toBe('2024-03-11T08:30:00Z')
  })
})

describe('sessions', () => {
  test('bars outside regular hours keep the label of their local day', async () => {
    const times = [
      '2024-03-11 04:00',
      '2024-03-11 04:01',
      '2024-03-11 19:59',
      '2024-03-11 23:30',
      '2024-03-16 12:00',
    ]
    const { kept } = await importText(times.map((time) => `${time},1,1,1,1,1`).join('\n'))
    expect(kept.batches.map(({ session }) => session)).toEqual(['2024-03-11', '2024-03-16'])
  })

  test('stamp end moves every bar back by its interval', async () => {
    const { kept } = await importText([good(1), good(2)].join('\n'), { stamp: 'end' })
    expect(kept.starts).toEqual(['2024-03-11T13:30:00Z', '2024-03-11T13:31:00Z'])
  })
})
