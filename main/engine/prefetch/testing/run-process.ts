/**
 * A process of its own that owns a store and does a run on it, until it is killed or done. Started with the store's
 * path and its name as owner. Prints a line at each step.
 */
import { Calendars } from '../../calendars/calendars.ts'
import { openStore } from '../../store/open.ts'
import { processTicker } from '../../time/ticker.ts'
import { runPlan } from '../run/prefetch-run.ts'
import { nightOrder } from './night.ts'

const [, , path = '', owner = ''] = process.argv
const time = { now: () => nightOrder.since }
const store = openStore(path, { access: 'write', owner, time })
process.stdout.write('begin\n')
const { outcome } = await runPlan(
  nightOrder,
  {
    store,
    calendars: new Calendars(),
    time,
    ticker: processTicker,
    random: Math.random,
    secretsOf: () => ({ read: async () => 'any', placeOf: () => 'anywhere' }),
    storeFill: (fill) => store.storeFill(fill),
  },
  ({ counts }) => process.stdout.write(`ready ${counts.ready}\n`),
  new AbortController().signal,
)
process.stdout.write(`done ${outcome}\n`)
store.close()
