import { crc32 } from 'node:zlib'
import { at } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import { stepMs } from './block-key.ts'
import { type BlockBars, encodeBlock } from './codec/block.ts'
import { barStarts } from './merge.ts'
import { countRegularBars } from './regular-bars.ts'
import type { SessionBatch } from './store.ts'
import type { BlockFacts } from './writes.ts'

type Kind = Pick<SessionBatch, 'exchange' | 'interval' | 'kind'>

/** A block as it is stored, and what the table of sessions says of it. `day` is the block's. */
export function encodeWithFacts(
  of: Kind,
  day: number,
  bars: BlockBars,
): { readonly bytes: Uint8Array; readonly facts: BlockFacts } {
  const bytes = encodeBlock(bars, stepMs(of.interval))
  const start = barStarts(bars.sides)
  const regular = countRegular(of.exchange, day, bars)
  const volume = of.kind === 'trade' ? sum(bars.sides[0]?.volume) : null
  const facts: BlockFacts = [
    start.length,
    regular,
    at(start, 0),
    at(start, start.length - 1),
    volume,
    crc32(bytes),
  ]
  return { bytes, facts }
}

function countRegular(exchange: string, day: number, { sides, days }: BlockBars): number {
  const calendar = calendarOf(exchange)
  const start = barStarts(sides)
  if (!days) return countRegularBars(calendar, dateOfDay(day), start)
  let count = 0
  for (let i = 0; i < start.length; i++)
    count += countRegularBars(calendar, dateOfDay(at(days, i)), start.subarray(i, i + 1))
  return count
}

function sum(column: Float64Array | undefined): number {
  let total = 0
  for (let i = 0; column && i < column.length; i++) total += at(column, i)
  return total
}
