import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { createClient } from '#shared/protocol/client.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { parseDefinition } from '../main/engine/sources/registry/source-definition.ts'
import { addSource } from '../main/engine/sources/registry/source-registry.ts'
import type { StoreWriter } from '../main/engine/store/store.ts'
import { startThread } from '../main/engine/store-writer/start-thread.ts'
import { upkeepContract } from '../main/engine/upkeep/data-upkeep/contract.ts'
import type { UpkeepClient } from '../main/engine/upkeep/data-upkeep/upkeep-link.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch, recorded } from './demo-bars.ts'
import { openToWrite, time } from './filled-store.ts'
import { withHoles } from './gap-detect.ts'
import { scanMinutes } from './object-gaps.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'upkeep_cpu'
const symbolCount = 100
const pulsesAMinute = 30
const rounds = 3
const session = calendarOf(demoExchange).session('2024-07-08' as SessionDate) as Session
const minutes = (session.close - session.open) / minuteMs

/** What upkeep takes of one core while 100 symbols with holes are played at 1x: its thread, graded once a minute. */
export const upkeepCpu: Benchmark = {
  name,
  async run(folder) {
    const whole = demoBars(symbolCount, session.date, session.date).map(recorded)
    const batches = whole.map((batch) => ({ ...batch, columns: withHoles(batch.columns) }))
    const alone = await playRounds(folder, batches)
    const filled = await playRounds(folder, batches, whole)
    const asked = await playRounds(folder, batches, batches)
    const value = filled.median
    const baseline = percentOf(rescan(batches))
    return {
      name,
      value,
      unit: '%',
      target: 0.5,
      baseline,
      ratio: timesLess(value, baseline),
      notes: [
        `demo generator, seed ${demoSeed}: one session of ${symbolCount} symbols, every 39th minute missing, and a source that has these minutes: another feed of the store; the real thread with its store, told ${minutes} minutes one after the other and asked ${pulsesAMinute} times a minute for a sign of life, as at 1x but without the waits; the time its event loop was at work by the clock of the session`,
        `${filled.note}, ${filled.missing} minutes missing at the close`,
        `beside it a source that lacks the same minutes, each of which is looked at again as the session goes on: ${asked.note}, ${asked.missing} minutes missing at the close`,
        `beside it no source to ask: ${alone.note}, ${alone.missing} minutes missing at the close`,
        'baseline: a set of the bars so far and every minute up to the clock looked for in it, each symbol each minute',
      ],
    }
  },
}

function percentOf(cpuMs: number): number {
  return (100 * cpuMs) / (session.close - session.open)
}

interface Played {
  /** Percent of a core. */
  readonly median: number
  readonly note: string
  readonly missing: number
}

/** Plays the session some times, each time from a store in which nothing was filled; with a source where `source` has bars. */
async function playRounds(
  folder: string,
  batches: readonly MinuteBatch[],
  source?: readonly MinuteBatch[],
): Promise<Played> {
  const thread = startThread(
    new URL('../main/engine/upkeep/data-upkeep/thread.ts', import.meta.url),
    (cause) => {
      throw cause
    },
  )
  const client = createClient(upkeepContract, thread)
  const found: number[] = []
  let missing = 0
  for (let round = 0; round <= rounds; round++) {
    const store = storeOf(folder, batches, source)
    const stop = client.on('found', ({ run, id, fill }) => {
      client.signal('kept', { run, id, knownAt: fill.request.to, bars: store.storeFill(fill) })
    })
    const played = await playOn(client, round, store.path, batches)
    stop()
    store.close()
    if (round > 0) found.push(percentOf(played.cpuMs))
    missing = played.missing
  }
  client.close()
  found.sort((one, other) => one - other)
  const note = `${rounds} rounds after one to warm up: ${found.map((percent) => percent.toPrecision(3)).join(', ')} %`
  return { median: found[Math.floor(rounds / 2)] as number, note, missing }
}

function storeOf(
  folder: string,
  batches: readonly MinuteBatch[],
  source: readonly MinuteBatch[] | undefined,
): StoreWriter {
  const store = openToWrite(join(mkdtempSync(join(folder, 'cpu-')), 'made.tapedeck'))
  const file = { synthetic: false, name: 'bench', sha256: '', at: time.now() }
  store.importFile({ ...file, feed: 'one' }, batches)
  if (source) {
    store.importFile({ ...file, feed: 'two' }, source)
    addSource(store, 'two', parseDefinition('feed:two', {}, {}))
  }
  return store
}

/** The session at 1x without its waits; the clock goes on when all that was asked for at a minute is through. */
async function playOn(
  client: UpkeepClient,
  run: number,
  path: string,
  batches: readonly MinuteBatch[],
): Promise<{ readonly cpuMs: number; readonly missing: number }> {
  const settings = { checkIntervalMs: minuteMs, retries: true, maxRetries: 5 }
  const none = new Float64Array(0)
  const before = await client.call('pulse', undefined)
  client.signal('begin', {
    run,
    path,
    overlays: new Map(),
    start: session.open,
    end: session.close,
    settings,
  })
  client.signal('symbols', {
    run,
    symbols: batches.map(({ symbol, columns: { start, state } }) => ({
      symbol,
      exchange: demoExchange,
      session: session.date,
      trailing: [],
      bars: { start, state, late: { start: none, state: new Uint8Array(0), knownAt: none } },
    })),
  })
  let missing = 0
  for (let minute = 0; minute <= minutes; minute++) {
    const at = (session.open + minute * minuteMs) as EpochMs
    const graded = new Promise<Int32Array>((resolve) => {
      const stop = client.on('graded', ({ clock, counts, asking }) => {
        if (clock !== at || asking > 0) return
        stop()
        resolve(counts)
      })
    })
    client.signal('clock', { run, clock: at })
    const counts = await graded
    missing = counts.reduce((sum, count, index) => sum + (index % 7 === 5 ? count : 0), 0)
    for (let pulse = 0; pulse < pulsesAMinute; pulse++) await client.call('pulse', undefined)
  }
  const { cpuMs } = await client.call('pulse', undefined)
  client.signal('end', { run })
  return { cpuMs: cpuMs - before.cpuMs, missing }
}

/** Processor time of the mission's own way over the session, in ms. */
function rescan(batches: readonly MinuteBatch[]): number {
  const objects = batches.map(({ columns }) => barObjects(columns))
  const before = process.cpuUsage()
  let missing = 0
  for (let minute = 0; minute <= minutes; minute++) {
    const clock = session.open + minute * minuteMs
    for (const bars of objects) {
      const known = bars.filter(({ timestamp }) => timestamp + minuteMs <= clock)
      missing += scanMinutes(known, session.open, clock).length
    }
  }
  const { user, system } = process.cpuUsage(before)
  return missing < 0 ? 0 : (user + system) / 1000
}
