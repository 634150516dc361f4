import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { createClient } from '#shared/protocol/client.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { startThread } from '../main/engine/store-writer/start-thread.ts'
import { upkeepContract } from '../main/engine/upkeep/data-upkeep/contract.ts'
import type { UpkeepClient } from '../main/engine/upkeep/data-upkeep/upkeep-link.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch } from './demo-bars.ts'
import { filledStore } from './filled-store.ts'
import { withHoles } from './gap-detect.ts'
import { scanMinutes } from './object-gaps.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'upkeep_cpu'
const symbolCount = 100
const pulsesAMinute = 30
const rounds = 5
const session = calendarOf(demoExchange).session('2024-07-08' as SessionDate) as Session
const minutes = (session.close - session.open) / minuteMs

/** What upkeep takes of one core while 100 symbols with holes are played at 1x: its thread, graded once a minute. */
export const upkeepCpu: Benchmark = {
  name,
  async run(folder) {
    const batches = demoBars(symbolCount, session.date, session.date).map((batch) => ({
      ...batch,
      columns: withHoles(batch.columns),
    }))
    const path = filledStore(folder, batches)
    const thread = startThread(
      new URL('../main/engine/upkeep/data-upkeep/thread.ts', import.meta.url),
      (cause) => {
        throw cause
      },
    )
    const client = createClient(upkeepContract, thread)
    const found: number[] = []
    let checksum = 0
    for (let round = 0; round <= rounds; round++) {
      const { cpuMs, missing } = await playOn(client, round, path, batches)
      if (round > 0) found.push(percentOf(cpuMs))
      checksum += missing
    }
    client.close()
    found.sort((one, other) => one - other)
    const value = found[Math.floor(rounds / 2)] as number
    const baseline = percentOf(rescan(batches))
    return {
      name,
      value,
      unit: '%',
      target: 0.5,
      baseline,
      ratio: timesLess(value, baseline),
      notes: [
        `demo generator, seed ${demoSeed}: one session of ${symbolCount} symbols, every 39th minute missing, no source to ask; the real thread with its store, told ${minutes} minutes one after the other and asked ${pulsesAMinute} times a minute for a sign of life, as at 1x but without the waits; the time its event loop was at work by the clock of the session`,
        `${rounds} rounds after one to warm up: ${found.map((percent) => percent.toPrecision(3)).join(', ')} %`,
        'baseline: a set of the bars so far and every minute up to the clock looked for in it, each symbol each minute',
        `checksum ${checksum}: missing minutes at the close of all rounds`,
      ],
    }
  },
}

function percentOf(cpuMs: number): number {
  return (100 * cpuMs) / (session.close - session.open)
}

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
    const graded = new Promise<Int32Array>((resolve) => {
      const stop = client.on('graded', ({ counts }) => {
        stop()
        resolve(counts)
      })
    })
    client.signal('clock', { run, clock: (session.open + minute * minuteMs) as EpochMs })
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
