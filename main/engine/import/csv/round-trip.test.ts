import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, type BarColumns, priceColumns } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { epochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { importText } from '../testing/kept-batches.ts'

interface Bar {
  readonly start: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** A way of writing bars as text. */
interface Dialect {
  readonly separator: string
  readonly end: string
  readonly header: boolean
  readonly quote: boolean
  readonly comma: boolean
  readonly time: (time: Date) => readonly string[]
}

const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

function local(time: Date): Record<string, string> {
  return Object.fromEntries(newYork.formatToParts(time).map(({ type, value }) => [type, value]))
}

/** Ways of writing a time, in New York or in UTC. */
const times: readonly ((time: Date) => readonly string[])[] = [
  (time) => [time.toISOString()],
  (time) => [String(time.getTime())],
  (time) => [String(time.getTime() / 1000)],
  (time) => [`${time.getTime()}000000`],
  (time) => {
    const { year, month, day, hour, minute } = local(time)
    return [`${year}-${month}-${day} ${hour}:${minute}`]
  },
  (time) => {
    const { year, month, day, hour, minute } = local(time)
    return [`${year}${month}${day} ${hour}${minute}00`]
  },
  (time) => {
    const { year, month, day, hour, minute } = local(time)
    return [`${year}-${month}-${day}`, `${hour}:${minute}:00`]
  },
]

const price = fc.double({ min: 1e-4, max: 1e6, noNaN: true })
const { open } = calendarOf('XNYS').session('2024-03-11' as never) ?? { open: 0 }

/** Bars of two sessions beside a clock change, each minute at most once, the first two adjacent. */
const bars = fc
  .array(
    fc.record({
      step: fc.integer({ min: 1, max: 5 }),
      prices: fc.tuple(price, price, price, price),
      volume: fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
    }),
    { minLength: 3, maxLength: 40 },
  )
  .map((drawn): Bar[] => {
    let start = open - 3 * 24 * 60 * minuteMs
    return drawn.map(({ step, prices, volume }, index) => {
      start += (index < 2 ? 1 : step) * minuteMs + (index === 2 ? 3 * 24 * 60 * minuteMs : 0)
      const [first, last] = prices
      return { start, open: first, close: last, high: Math.max(...prices), low: Math.min(...prices), volume }
    })
  })

const dialect: fc.Arbitrary<Dialect> = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  header: fc.boolean(),
  quote: fc.boolean(),
  comma: fc.boolean(),
  time: fc.constantFrom(...times),
})

function write(rows: readonly Bar[], { separator, end, header, quote, comma, time }: Dialect): string {
  const number = (value: number): string => {
    const text = String(value)
    return comma && separator !== ',' ? text.replace('.', ',') : text
  }
  const lines = rows.map((bar) => [
    ...time(new Date(bar.start)),
    ...[bar.open, bar.high, bar.low, bar.close, bar.volume].map(number),
  ])
  const clock = (lines[0]?.length ?? 0) > 6
  const names = [...(clock ? ['Date', 'Time'] : ['Date_Time']), 'Open', 'High', 'Low', 'Close', 'Volume']
  const all = header ? [names.map((name) => name.replace('Date_Time', 'Timestamp')), ...lines] : lines
  return all.map((fields) => fields.map((text) => (quote ? `"${text}"` : text)).join(separator)).join(end)
}

function read(columns: BarColumns): Bar[] {
  return Array.from(columns.start, (start, index) => {
    const [first, high, low, last] = priceColumns.map((name) => at(columns[name], index)) as [
      number,
      number,
      number,
      number,
    ]
    return { start, open: first, high, low, close: last, volume: at(columns.volume, index) }
  })
}

test('bars written in any dialect read back equal', async () => {
  await fc.assert(
    fc.asyncProperty(bars, dialect, async (written, how) => {
      const { kept, report } = await importText(write(written, how), {
        interval: '1m' as never,
        zone: 'America/New_York',
      })
      expect(report.skipped).toEqual([])
      expect(report.rejected).toEqual([])
      expect(kept.batches.flatMap((batch) => (batch.kind === 'trade' ? read(batch.columns) : []))).toEqual(
        written,
      )
      expect(kept.starts).toEqual(written.map(({ start }) => formatUtc(epochMs(start))))
    }),
    { numRuns: 300 },
  )
})
