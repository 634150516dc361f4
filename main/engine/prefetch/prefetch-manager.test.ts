import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { addMs, type EpochMs, formatUtc, hourMs, minuteMs } from '#shared/time/epoch.ts'
import { openReader, temporaryPath } from '../store/testing/temporary-store.ts'
import type { RunEnd, RunPlan } from './plan-run.ts'
import { planOf, utc } from './testing/plans.ts'
import { SimulatedComputer } from './testing/simulated-computer.ts'
import { SimulatedProcess } from './testing/simulated-process.ts'

const counts: Omit<RunEnd, 'outcome'> = {
  symbols: 1,
  ready: 6,
  of: 6,
  requests: 1,
  bars: 390,
  bytes: 100,
  gaps: 0,
  filled: 0,
  errors: [],
}
const friday = '2024-07-05' as SessionDate

/** Before the open of Friday 2024-07-05, an hour before which the usual plan runs: 2024-07-05T12:30:00Z. */
const thursday = utc('2024-07-04T20:00:00Z')
const due = utc('2024-07-05T12:30:00Z')

/** Runs that take so many minutes, and end as cancelled when they are. */
function lasting(computer: SimulatedComputer, minutes: number): RunPlan {
  return (_, tell, signal) => {
    tell({ counts: { ...counts, ready: 1 }, cells: [] })
    return new Promise((resolve) => {
      computer.after(minutes * minuteMs, () => resolve({ outcome: 'done', ...counts }))
      signal.addEventListener('abort', () => resolve({ outcome: 'cancelled', ...counts }))
    })
  }
}

interface Stage {
  readonly computer: SimulatedComputer
  readonly path: string
  readonly process: SimulatedProcess
  readonly troubles: string[]
  /** Plans whose runs were told to have ended, and how. */
  readonly ended: string[]
}

/** A computer with a store of plans, and a program that has begun to look at them. */
function begin(plans: readonly Partial<Plan>[], minutes = 10, start = thursday): Stage {
  const computer = new SimulatedComputer(start)
  const path = temporaryPath()
  const troubles: string[] = []
  const ended: string[] = []
  const news = {
    trouble: (message: string) => troubles.push(message),
    ended: ({ plan, outcome }: RunRecord) => ended.push(`${plan} ${outcome}`),
  }
  const process = new SimulatedProcess(computer, path, { runPlan: lasting(computer, minutes), news })
  for (const plan of plans) process.writer.prefetch.savePlan(planOf(plan), undefined, start)
  process.manager.start()
  return { computer, path, process, troubles, ended }
}

/** Records, the first one first: trigger, when it was due, what for, how it ended and how long it took. */
function recordsOf(path: string): string[] {
  const runs = [...openReader(path).prefetch.runs({ most: 100 })].reverse()
  return runs.map(({ plan, trigger, due: time, session, outcome, startedAt, endedAt }: RunRecord) => {
    const minutes = endedAt === undefined ? '' : ` ${Math.round((endedAt - startedAt) / minuteMs)} min`
    return `${plan} ${trigger} ${formatUtc(time).slice(5, 16)} for ${session} ${outcome}${minutes}`
  })
}

describe('plans run by themselves', () => {
  test('at their times, each on record from its begin to its end', async () => {
    const { computer, path, ended } = begin([{}, { name: 'London', exchange: 'XLON' }])
    await computer.runUntil(addMs(due, 5 * minuteMs))
    expect(recordsOf(path)).toEqual([
      'London schedule 07-05T06:00 for 2024-07-05 done 10 min',
      'Night schedule 07-05T12:30 for 2024-07-05 running',
    ])
    const [running] = openReader(path).prefetch.running()
    expect(running).toMatchObject({ run: { startedAt: due, ready: 1, of: 6 }, beatAt: due + 5 * minuteMs })
    await computer.runUntil(addMs(due, 3 * 24 * hourMs))
    expect(recordsOf(path).slice(1)).toEqual([
      'Night schedule 07-05T12:30 for 2024-07-05 done 10 min',
      'London schedule 07-08T06:00 for 2024-07-08 done 10 min',
      'Night schedule 07-08T12:30 for 2024-07-08 running',
    ])
    expect(ended).toEqual(['London done', 'Night done', 'London done'])
  })

  test('neither a plan that is off nor any while prefetch is off in the settings', async () => {
    const { computer, path, process } = begin([{}, { name: 'Off', enabled: false }])
    expect(process.manager.next()).toEqual({ plan: 'Night', due })
    process.manager.configure({ ...defaultSettings, prefetchEnabled: false })
    expect(process.manager.next()).toBeUndefined()
    await computer.runUntil(addMs(due, hourMs))
    expect(recordsOf(path)).toEqual([])
  })

  test('a plan that cannot be looked at is told once and keeps no other from running', async () => {
    const { computer, path, troubles } = begin([{ name: 'A', exchange: 'XXXX' }, {}])
    await computer.runUntil(addMs(due, hourMs))
    expect(recordsOf(path)).toEqual(['Night schedule 07-05T12:30 for 2024-07-05 done 10 min'])
    expect(troubles).toEqual([expect.stringContaining('XXXX')])
  })

  test('a run that fails is on record with its reason, and the next one comes', async () => {
    const computer = new SimulatedComputer(thursday)
    const path = temporaryPath()
    const failing: RunPlan = () => Promise.reject(new Error('The watchlist "Banks" is empty.'))
    const process = new SimulatedProcess(computer, path, { runPlan: failing })
    process.writer.prefetch.savePlan(planOf(), undefined, thursday)
    process.manager.start()
    await computer.runUntil(utc('2024-07-08T13:00:00Z'))
    expect(recordsOf(path)).toHaveLength(2)
    expect(openReader(path).prefetch.lastRun('Night')).toMatchObject({
      outcome: 'failed',
      reason: 'The watchlist "Banks" is empty.',
    })
  })

  test('a run that has not ended when the next one is due goes on, and the next one is skipped', async () => {
    const { computer, path } = begin(
      [{ when: { kind: 'cron', line: '*/20 8 * * *' } }],
      30,
      utc('2024-07-05T11:00:00Z'),
    )
    await computer.runUntil(utc('2024-07-05T13:20:00Z'))
    expect(recordsOf(path)).toEqual([
      'Night schedule 07-05T12:00 for 2024-07-05 done 30 min',
      'Night schedule 07-05T12:20 for 2024-07-05 skipped 0 min',
      'Night schedule 07-05T12:40 for 2024-07-05 done 30 min',
    ])
    expect(openReader(path).prefetch.runs({ most: 2 })[1]?.reason).toBe(
      'The run before it, for the session of 2024-07-05, had not ended.',
    )
  })
})

describe('what was missed', () => {
  test('while the computer slept is caught up with as soon as it is awake, before the open', async () => {
    const { computer, path } = begin([{}])
    await computer.runUntil(addMs(due, -hourMs))
    computer.sleepUntil(addMs(due, 40 * minuteMs))
    await computer.runUntil(addMs(due, 55 * minuteMs))
    expect(recordsOf(path)).toEqual(['Night missed 07-05T12:30 for 2024-07-05 done 10 min'])
    expect(openReader(path).prefetch.lastRun('Night')?.reason).toContain('nothing was there to run it')
  })

  test('is on record where the session has opened or the plan skips', async () => {
    const { computer, path } = begin([{}, { name: 'Skips', missed: 'skip' }])
    await computer.runUntil(addMs(due, -hourMs))
    computer.sleepUntil(addMs(due, 40 * minuteMs))
    await computer.runUntil(utc('2024-07-06T00:00:00Z'))
    computer.sleepUntil(utc('2024-07-08T20:00:00Z'))
    await computer.runUntil(utc('2024-07-08T21:00:00Z'))
    expect(recordsOf(path)).toEqual([
      'Night missed 07-05T12:30 for 2024-07-05 done 10 min',
      'Skips schedule 07-05T12:30 for 2024-07-05 skipped 0 min',
      'Night schedule 07-08T12:30 for 2024-07-08 skipped 0 min',
      'Skips schedule 07-08T12:30 for 2024-07-08 skipped 0 min',
    ])
  })

  test('while the program was closed is noticed at its start', async () => {
    const { computer, path, process } = begin([{}])
    await computer.runUntil(addMs(due, -hourMs))
    await process.quit()
    await computer.runUntil(addMs(due, 20 * minuteMs))
    const again = new SimulatedProcess(computer, path, { runPlan: lasting(computer, 10) })
    again.manager.start()
    await computer.runUntil(addMs(due, 40 * minuteMs))
    expect(recordsOf(path)).toEqual(['Night missed 07-05T12:30 for 2024-07-05 done 10 min'])
  })

  test('and was run by hand since, in whatever process, is not missed', async () => {
    const { computer, path, process } = begin([{}])
    await computer.runUntil(addMs(due, -hourMs))
    await process.quit()
    const scheduler = new SimulatedProcess(computer, path, { runPlan: lasting(computer, 10) })
    await computer.runUntil(addMs(due, 1000))
    const { done } = await scheduler.manager.runNow('Night', 'command')
    await computer.runUntil(addMs(due, 15 * minuteMs))
    await done
    await scheduler.quit()
    const again = new SimulatedProcess(computer, path, { runPlan: lasting(computer, 10) })
    again.manager.start()
    await computer.runUntil(addMs(due, 5 * hourMs))
    expect(recordsOf(path)).toEqual(['Night command 07-05T12:30 for 2024-07-05 done 10 min'])
  })

  test('a clock that is put back and forth again runs nothing twice', async () => {
    const { computer, path } = begin([{}])
    await computer.runUntil(addMs(due, 30 * minuteMs))
    computer.sleepUntil(addMs(due, -30 * minuteMs))
    await computer.runUntil(addMs(due, 50 * minuteMs))
    computer.sleepUntil(utc('2025-07-01T00:00:00Z'))
    await computer.runUntil(utc('2025-07-01T00:10:00Z'))
    computer.sleepUntil(addMs(due, 50 * minuteMs))
    await computer.runUntil(utc('2024-07-08T13:00:00Z'))
    const ran = recordsOf(path).filter((record) => !record.includes('skipped'))
    expect(ran).toEqual([
      'Night schedule 07-05T12:30 for 2024-07-05 done 10 min',
      'Night schedule 07-08T12:30 for 2024-07-08 done 10 min',
    ])
  })
})

describe('a program that ended in the midst of a run', () => {
  test('is followed by one that takes the run up, as long as the session is ahead', async () => {
    const { computer, path, process } = begin([{}])
    await computer.runUntil(addMs(due, 5 * minuteMs))
    process.crash()
    await computer.runUntil(addMs(due, 20 * minuteMs))
    const again = new SimulatedProcess(computer, path, { runPlan: lasting(computer, 10) })
    again.manager.start()
    await computer.runUntil(addMs(due, 35 * minuteMs))
    expect(recordsOf(path)).toEqual([
      'Night schedule 07-05T12:30 for 2024-07-05 interrupted 5 min',
      'Night missed 07-05T12:50 for 2024-07-05 done 10 min',
    ])
    expect(openReader(path).prefetch.lastRun('Night')?.reason).toContain('took up a run')
  })

  test('again and again is given up', async () => {
    const { computer, path, process } = begin([{}])
    let running = process
    for (let crash = 1; crash <= 5; crash++) {
      await computer.runUntil(addMs(due, crash * 5 * minuteMs))
      running.crash()
      running = new SimulatedProcess(computer, path, { runPlan: lasting(computer, 10) })
      running.manager.start()
    }
    await computer.runUntil(addMs(due, hourMs))
    expect(recordsOf(path)).toHaveLength(4)
    expect(recordsOf(path).every((record) => record.includes('interrupted'))).toBe(true)
  })
})

describe('by hand', () => {
  test('a run is of the session that opens next, and never beside another of its plan', async () => {
    const { computer, path, process } = begin([{ enabled: false }])
    const { manager } = process
    const { record, done } = await manager.runNow('Night')
    expect(record).toMatchObject({ trigger: 'hand', session: friday, due: thursday, outcome: 'running' })
    await expect(manager.runNow('Night')).rejects.toThrow('The plan Night runs already')
    await expect(manager.runNow('None')).rejects.toThrow('no plan "None"')
    await computer.runUntil(addMs(thursday, hourMs))
    expect(await done).toMatchObject({ outcome: 'done', endedAt: thursday + 10 * minuteMs })
    await manager.runNow('Night', 'command')
    expect(recordsOf(path).map((line) => line.split(' ')[1])).toEqual(['hand', 'command'])
  })

  test('a run is cancelled, and so is what runs when the store is closed', async () => {
    const { computer, path, process } = begin([{}])
    const { record, done } = await process.manager.runNow('Night')
    process.manager.runner.cancel(record.id)
    expect((await done).outcome).toBe('cancelled')
    await computer.runUntil(addMs(due, minuteMs))
    await process.quit()
    expect(recordsOf(path).map((line) => line.split(' ')[5])).toEqual(['cancelled', 'cancelled'])
  })

  test('a run that is about to begin when the store is closed is cancelled too, and none begins after it', async () => {
    const { computer, path, process, ended } = begin([{}])
    const begins = process.manager.runNow('Night')
    await process.manager.stop()
    expect(ended).toEqual(['Night cancelled'])
    expect(openReader(path).prefetch.lastRun('Night')).toMatchObject({
      outcome: 'cancelled',
      reason: 'The store was closed, or another one opened, while it ran.',
    })
    expect((await (await begins).done).outcome).toBe('cancelled')
    await expect(process.manager.runNow('Night')).rejects.toMatchObject({ code: 'no-store' })
    process.manager.start()
    await computer.runUntil(addMs(thursday, minuteMs))
    const { done } = await process.manager.runNow('Night')
    await computer.runUntil(addMs(thursday, hourMs))
    expect((await done).outcome).toBe('done')
  })

  test('its board tells of the symbols that are asked for, its progress in portions', async () => {
    const computer = new SimulatedComputer(thursday)
    const sizes: number[] = []
    const symbols = Array.from({ length: 1200 }, (_, index) => `S${index}`)
    const cell = (symbol: string, state: 'queued' | 'complete') => ({
      symbol,
      session: friday,
      state,
      missing: 0,
      filled: 0,
    })
    const runPlan: RunPlan = async (_, tell) => {
      tell({ counts, cells: symbols.map((symbol) => cell(symbol, 'queued')) })
      tell({ counts, cells: [cell('S1', 'complete')] })
      return { outcome: 'done', ...counts }
    }
    const news = { progress: (_: RunRecord, cells: readonly unknown[]) => void sizes.push(cells.length) }
    const { manager, writer } = new SimulatedProcess(computer, temporaryPath(), { runPlan, news })
    writer.prefetch.savePlan(planOf(), undefined, thursday as EpochMs)
    const { record, done } = await manager.runNow('Night')
    await done
    expect(sizes).toEqual([1000, 200, 1])
    const board = manager.runner.board(record.id, 0, 2)
    expect(board?.symbols).toEqual(symbols)
    expect(board?.sessions).toEqual([friday])
    expect(board?.cells).toEqual([cell('S0', 'queued'), cell('S1', 'complete')])
    expect(manager.runner.board(99, 0, 2)).toBeUndefined()
  })
})
