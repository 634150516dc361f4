import { expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { addMs, dayMs, type EpochMs, formatUtc, hourMs, minuteMs } from '#shared/time/epoch.ts'
import { randomOf } from '../random/random.ts'
import { openReader, temporaryPath } from '../store/testing/temporary-store.ts'
import type { RunEnd, RunPlan } from './plan-run.ts'
import { planOf, utc } from './testing/plans.ts'
import { SimulatedComputer } from './testing/simulated-computer.ts'
import { SimulatedProcess } from './testing/simulated-process.ts'

/** A year has 9,000 looks and 1,000 runs: seconds on a machine of its own. */
const limitMs = 600_000
const start = utc('2024-01-01T00:00:00Z')
const end = utc('2025-01-01T00:00:00Z')
/** Looked at seldom, so that a year is a matter of seconds. */
const settings = { prefetchEnabled: true, prefetchCheckIntervalMinutes: 60 }

/** An exchange each: two sides of the Atlantic whose clocks change apart, one on the other half of the globe, one that opens on the eve. */
const plans: readonly Plan[] = [
  planOf({ name: 'New York' }),
  planOf({ name: 'London', exchange: 'XLON', when: { kind: 'at', time: '05:30' } }),
  planOf({ name: 'Sydney', exchange: 'XASX', when: { kind: 'before-open', minutes: 120 } }),
  planOf({ name: 'Chicago', exchange: 'CMES', when: { kind: 'cron', line: '30 15 * * *' } }),
]

/** What is kept from happening twice, and what happened. */
class Nights {
  readonly computer = new SimulatedComputer(start)
  readonly path = temporaryPath()
  readonly #random: () => number
  /** Runs that go on, by plan. */
  readonly #going = new Set<string>()
  #process: SimulatedProcess
  overlaps = 0
  crashes = 0
  sleeps = 0
  clockChanges = 0
  /** When nothing ran that could have looked at the plans. */
  readonly absent: [from: number, to: number][] = []

  constructor(seed: number) {
    const random = randomOf('nights', seed)
    this.#random = () => random.uniform()
    this.#process = this.#begin()
    for (const plan of plans) this.#process.writer.prefetch.savePlan(plan, undefined, start)
    this.#process.manager.start()
  }

  /** Lets nights go by until the clock shows `until`, some of them bad. */
  async pass(until: EpochMs): Promise<void> {
    for (let time = this.computer.now(); time < until; time = this.computer.now()) {
      await this.computer.runUntil(addMs(time, this.#between(6, 20) * hourMs))
      const chance = this.#random()
      if (chance < 0.02) await this.#crash()
      else if (chance < 0.06) this.#sleep()
      else if (chance < 0.075) await this.#setClock()
    }
  }

  async finish(): Promise<void> {
    await this.#process.quit()
  }

  /** In the midst of a run where there is one, and back after minutes or hours. */
  async #crash(): Promise<void> {
    this.crashes++
    const patience = addMs(this.computer.now(), 20 * hourMs)
    while (this.#going.size === 0 && this.computer.now() < patience)
      await this.computer.runUntil(addMs(this.computer.now(), 2 * minuteMs))
    const from = this.computer.now()
    this.#process.crash()
    this.#going.clear()
    await this.computer.runUntil(addMs(from, this.#between(1, this.#random() < 0.5 ? 10 : 300) * minuteMs))
    this.absent.push([from, this.computer.now()])
    this.#process = this.#begin()
    this.#process.manager.start()
  }

  #sleep(): void {
    this.sleeps++
    const from = this.computer.now()
    this.computer.sleepUntil(addMs(from, this.#between(1, this.#random() < 0.2 ? 72 : 9) * hourMs))
    this.absent.push([from, this.computer.now()])
  }

  /** Somebody puts the clock forward or back, and an hour later to where it belongs. */
  async #setClock(): Promise<void> {
    this.clockChanges++
    const wrongBy = this.#between(-3, 3) * hourMs
    const from = this.computer.now()
    this.computer.sleepUntil(addMs(from, wrongBy))
    await this.computer.runUntil(addMs(from, wrongBy + hourMs))
    this.computer.sleepUntil(addMs(from, hourMs))
    this.absent.push([from - 3 * hourMs, from + 3 * hourMs])
  }

  #begin(): SimulatedProcess {
    return new SimulatedProcess(this.computer, this.path, { runPlan: this.#runPlan, settings })
  }

  readonly #runPlan: RunPlan = ({ plan: { name } }, _, signal) => {
    if (this.#going.has(name)) this.overlaps++
    this.#going.add(name)
    const chance = this.#random()
    return new Promise((resolve) => {
      const done = (told: Pick<RunEnd, 'outcome' | 'reason'>): void => {
        this.#going.delete(name)
        resolve({ ...told, ...counts })
      }
      this.computer.after(this.#between(1, 25) * minuteMs, () =>
        done(chance < 0.003 ? { outcome: 'partial', reason: 'A source was late.' } : { outcome: 'done' }),
      )
      signal.addEventListener('abort', () => done({ outcome: 'cancelled', reason: 'Cancelled.' }))
    })
  }

  #between(least: number, most: number): number {
    return least + this.#random() * (most - least)
  }
}

const counts = {
  symbols: 1,
  ready: 6,
  of: 6,
  requests: 1,
  bars: 390,
  bytes: 9,
  gaps: 0,
  filled: 0,
  errors: [],
}

/** Sessions of a plan's exchange that open within the year, the first day left for the first run. */
function sessionsOf({ exchange }: Plan): readonly Session[] {
  return calendarOf(exchange)
    .sessions('2024-01-01' as SessionDate, '2025-01-02' as SessionDate)
    .filter(({ open }) => open > start + dayMs && open < end)
}

function isReady(runs: readonly RunRecord[], { open }: Session): boolean {
  return runs.some(({ outcome, endedAt }) => outcome === 'done' && endedAt !== undefined && endedAt <= open)
}

test(
  'in a year of nights every session is ready before its open or has a recorded reason, and none is run twice',
  async () => {
    const nights = new Nights(2)
    await nights.pass(end)
    await nights.finish()
    const store = openReader(nights.path).prefetch
    const runs = store.runs({ most: 100_000 })
    expect(nights.overlaps).toBe(0)
    expect(Math.min(nights.crashes, nights.sleeps, nights.clockChanges)).toBeGreaterThan(0)
    expect(store.running()).toEqual([])
    expect(new Set(runs.map(({ plan, due }) => `${plan} ${due}`)).size).toBe(runs.length)

    let ready = 0
    let readyAwake = 0
    let awake = 0
    let all = 0
    for (const plan of plans)
      for (const session of sessionsOf(plan)) {
        const own = runs.filter((run) => run.plan === plan.name && run.session === session.date)
        const at = `${plan.name} ${session.date}, open ${formatUtc(session.open)}`
        const isInTime = isReady(own, session)
        const wasAwake = !nights.absent.some(
          ([from, to]) => from < session.open && to > session.open - 4 * hourMs,
        )
        all++
        if (isInTime) ready++
        if (wasAwake) awake++
        if (wasAwake && isInTime) readyAwake++
        if (!isInTime)
          expect(
            own.some(({ reason }) => reason !== undefined),
            at,
          ).toBe(true)
        // Chicago runs on each day of the week, so that what opens on Sunday is made ready on Friday, Saturday and Sunday.
        if (plan.when.kind !== 'cron')
          expect(own.filter(({ outcome }) => outcome === 'done').length, at).toBeLessThanOrEqual(1)
      }
    expect(all).toBeGreaterThan(1000)
    expect(readyAwake / awake).toBeGreaterThan(0.99)
    expect(ready / all).toBeGreaterThan(0.9)
  },
  limitMs,
)
