import { setTimeout as wait } from 'node:timers/promises'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { loadHistoricalBars } from '../main/engine/history/load-historical-bars.ts'
import { openStore } from '../main/engine/store/open.ts'
import { processTicker } from '../main/engine/time/ticker.ts'
import { demoExchange } from './demo-bars.ts'
import type { MemoryFinding, MemoryTask } from './memory.ts'
import { readRowABar } from './row-a-bar.ts'

/** What memory.ts runs with --expose-gc, in a process of its own: loads bars, and prints what they take. */
const task = JSON.parse(process.argv[2] ?? '') as MemoryTask
// One symbol first, so that code and what it keeps for itself are there before the bars.
sumOf(await load({ ...task, symbols: task.symbols.slice(0, 1) }), task.symbols.slice(0, 1))
const before = await usedBytes()
const bars = await load(task)
const loaded = await usedBytes()
sumOf(bars, task.symbols)
const read = await usedBytes()
// Summed once more, so that the bars are still in use when they are weighed.
const finding: MemoryFinding = {
  loaded: loaded - before,
  read: read - before,
  sum: sumOf(bars, task.symbols),
}
console.log(JSON.stringify(finding))

/** Answers the sum of a symbol's closes; holds all bars. */
type Bars = (symbol: string) => number

async function load({ as, path, symbols, from, to, next }: MemoryTask): Promise<Bars> {
  if (as === 'objects') {
    const objects = readRowABar(path, symbols, from, to)
    return (symbol) => (objects.get(symbol) ?? []).reduce((total, { close }) => total + close, 0)
  }
  const reader = openStore(path, { access: 'read' })
  const windows = [{ sessions: 5, interval: oneMinute }]
  const settings = { calendar: calendarOf(demoExchange), hours: 'regular', adjustment: 'raw' } as const
  const request = { ...settings, session: next, symbols, windows }
  const { history } = await loadHistoricalBars(reader, request, processTicker)
  reader.close()
  return (symbol) => {
    const range = history.getAllBarsIncludingHistorical(symbol, oneMinute)
    return range.columns.close.subarray(range.from, range.to).reduce((total, close) => total + close, 0)
  }
}

function sumOf(all: Bars, symbols: readonly string[]): number {
  return symbols.reduce((total, symbol) => total + all(symbol), 0)
}

/** Bytes of the heap and of array buffers after all garbage is gone; buffers are let go a little after it. */
async function usedBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await wait(20)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
