/**
 * A process of its own that owns a store and runs a plan of it that does not end, until it is killed. Started with the
 * store's path and its name as owner. Prints a line when the run has begun.
 */

import { defaultSettings } from '#shared/settings/settings.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { openStore } from '../../store/open.ts'
import { processTicker } from '../../time/ticker.ts'
import { processIsAlive } from '../lease.ts'
import { PrefetchManager } from '../prefetch-manager.ts'
import { ownRunStore } from '../runner/run-store.ts'
import { planOf, utc } from './plans.ts'

const [, , path = '', owner = ''] = process.argv
const time = { now: () => utc('2024-07-05T12:30:00Z') }
const writer = openStore(path, { access: 'write', create: true, owner, time })
writer.prefetch.savePlan(planOf(), undefined, time.now())
const manager = new PrefetchManager(
  {
    store: ownRunStore(writer, processIsAlive),
    time,
    ticker: processTicker,
    calendars: new Calendars(),
    runPlan: () => new Promise(() => undefined),
    news: {
      changed: () => undefined,
      progress: () => undefined,
      ended: () => undefined,
      trouble: (message) => process.stdout.write(`${message}\n`),
    },
    owner,
    pid: process.pid,
  },
  defaultSettings,
)
const { record } = await manager.runNow('Night')
process.stdout.write(`running ${record.id}\n`)
