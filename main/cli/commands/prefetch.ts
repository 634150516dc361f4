import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { checkPlan } from '../../engine/prefetch/check-plan.ts'
import { leaseIsOver, processIsAlive } from '../../engine/prefetch/lease.ts'
import { nextRunsOf } from '../../engine/prefetch/schedule/next-runs.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoredPlan } from '../../engine/store/prefetch/stored-prefetch.ts'
import type { StoreReader, StoreWriter } from '../../engine/store/store.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { changedPlan, newPlan, planOptions } from '../plan-options.ts'
import { nextAsJson, nextAsText, plansAsJson, plansAsText } from '../plan-tables.ts'
import { checkRun, runPlanOf, runSentence } from '../run-plan.ts'
import { changeStore, readStore } from '../store-access.ts'

const actions = ['plans', 'run', 'next'] as const
const changes = ['add', 'change', 'remove'] as const
const usualCount = 3

/** Keeps the plans that make sessions ready ahead, runs them, and tells when they run. */
export const prefetch: Command = {
  name: 'prefetch',
  usage:
    'plans [add|change|remove NAME] | run PLAN [--due] | next --store F [--exchange XNYS] [--symbols A,B | --watchlist NAME | --used N] ' +
    '[--intervals 1m,5m] [--trailing 5] [--sources A,B] [--before-open N | --at HH:MM | --cron LINE] ' +
    '[--missed run|skip] [--minutes N] [--requests N] [--off | --on] [--rename NAME] [--count N] [--zone ZONE] [--overlay F] [--json]',
  summary:
    'Plans that make the next session ready before it opens: list, add, change, remove, run one now, next runs',
  options: {
    store: { value: 'F', help: 'file of the store' },
    ...planOptions,
    due: { help: 'run: only when it is due, as a scheduler wants it' },
    count: { value: 'N', help: `next: runs of each plan; ${usualCount} unless told` },
    zone: { value: 'ZONE', help: 'next: zone of the local times; that of the system unless told' },
    ...overlayOption,
    json: { help: 'print the result as JSON; of a run its record' },
  },
  operands: ['ACTION', 'CHANGE', 'NAME'],
  async run(args, io) {
    const action = args.operand('ACTION')
    const known = actions.find((candidate) => candidate === action)
    if (known === undefined) throw args.wrong(`"${action}" is none of ${actions.join(', ')}`)
    const store = args.requiredPath('store')
    const what = args.optionalOperand('CHANGE')
    if (known === 'plans' && what !== undefined) return change(store, what, args, io)
    if (known === 'run') return runNow(store, what, args, io)
    if (what !== undefined) throw args.wrong(`"${what}" is not expected`)
    noPlanOptions(args)
    return known === 'plans' ? list(store, args, io) : next(store, args, io)
  },
}

function noPlanOptions(args: Arguments): void {
  const extra = Object.keys(planOptions).find((option) => args.has(option))
  if (extra !== undefined) throw args.wrong(`--${extra} belongs to plans add and plans change`)
}

function change(path: string, what: string, args: Arguments, io: Io): void {
  const known = changes.find((candidate) => candidate === what)
  if (known === undefined) throw args.wrong(`"${what}" is none of ${changes.join(', ')}`)
  const name = args.operand('NAME')
  if (known === 'remove') noPlanOptions(args)
  const calendars = readCalendars(args, io)
  changeStore(path, 'prefetch', io.time, (writer) => {
    const { prefetch: plans } = writer
    if (known === 'remove')
      return plans.removePlan(name, leaseIsOver(ownRunner, io.time.now(), processIsAlive))
    const before = known === 'change' ? planNamed(writer, name).plan : undefined
    const plan = before ? changedPlan(args, before) : newPlan(args, name)
    checkPlan(plan, before, writer, calendars)
    plans.savePlan(plan, before?.name, io.time.now())
  })
}

/**
 * Does what can be done of a plan, now or only when it is due; fails where nothing could be had. A store that another
 * process owns is left to it: when only what is due is wanted, that one sees to it.
 */
async function runNow(path: string, name: string | undefined, args: Arguments, io: Io): Promise<void> {
  if (name === undefined) throw args.wrong('the name of the plan is missing')
  if (args.optionalOperand('NAME') !== undefined)
    throw args.wrong(`"${args.optionalOperand('NAME')}" is not expected`)
  noPlanOptions(args)
  const calendars = readCalendars(args, io)
  const onlyDue = args.has('due')
  const owner = `tapedeck prefetch (process ${process.pid})`
  let writer: StoreWriter
  try {
    writer = openStore(path, { access: 'write', owner, time: io.time })
  } catch (error) {
    const { code, message } = asFailure(error)
    if (!onlyDue || code !== 'store-busy') throw error
    return io.stderr.write(`${message}\n`)
  }
  try {
    const record = await runPlanOf(writer, calendars, { name, onlyDue }, io)
    if (!record) return io.stderr.write(`${name} is not due\n`)
    await io.stdout.write(args.has('json') ? `${JSON.stringify(record)}\n` : runSentence(record))
    for (const { symbol, cause } of record.errors) await io.stderr.write(`${symbol}: ${cause}\n`)
    checkRun(record)
  } finally {
    writer.close()
  }
}

/** This process, which runs no plan. */
const ownRunner = { owner: 'tapedeck prefetch', pid: process.pid, runs: [] }

function planNamed(store: StoreReader, name: string): StoredPlan {
  const plans = store.prefetch.plans()
  const found = plans.find(({ plan }) => plan.name === name)
  if (found) return found
  const names = plans.map(({ plan }) => plan.name)
  throw new Failure(
    'usage',
    `There is no plan "${name}" in ${store.path}; it has ${names.length > 0 ? names.join(', ') : 'none'}.`,
  )
}

function list(path: string, args: Arguments, io: Io): Promise<void> {
  return readStore(path, async ({ prefetch: store }) => {
    const plans = store.plans().map(({ plan }) => {
      const last = store.lastRun(plan.name)
      return { plan, ...(last && { last }) }
    })
    if (args.has('json')) return io.stdout.write(plansAsJson(plans))
    if (plans.length > 0) return io.stdout.write(plansAsText(plans))
    await tellNone(path, io)
  })
}

function next(path: string, args: Arguments, io: Io): Promise<void> {
  const count = args.wholeNumber('count', 1, 50) ?? usualCount
  const zone = args.parsed('zone', knownZone, 'a time zone such as Europe/Berlin') ?? systemZone()
  const calendars = readCalendars(args, io)
  return readStore(path, async (store) => {
    const now = io.time.now()
    const plans = store.prefetch.plans().map(({ plan }) => nextRunsOf(plan, calendars, now, count))
    if (args.has('json')) return io.stdout.write(nextAsJson(plans, zone))
    if (plans.length === 0) return tellNone(path, io)
    await io.stdout.write(nextAsText(plans, zone))
    for (const { plan, problem } of plans)
      if (problem !== undefined) await io.stderr.write(`${plan}: ${problem}\n`)
  })
}

function tellNone(path: string, io: Io): Promise<void> {
  return io.stderr.write(`${path} has no plans; add one with prefetch plans add\n`)
}

function systemZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

function knownZone(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
