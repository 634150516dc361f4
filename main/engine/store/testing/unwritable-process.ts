/** Reads a store as someone who may not write to its folder. Started with the store's path; prints what it read. */
import Database from 'better-sqlite3'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { openStore } from '../open.ts'

const anybody = 65_534
const [, , path = ''] = process.argv
// SQLite's addon is loaded while that may still be done.
new Database(':memory:').close()
// Permissions do not hold for root.
if (process.getuid?.() === 0) process.setuid?.(anybody)

const report = (name: string, action: () => unknown) => {
  try {
    process.stdout.write(`${name} ${JSON.stringify(action())}\n`)
  } catch (error) {
    const { code, message } = asFailure(error)
    process.stdout.write(`${name} ${code} ${message}\n`)
  }
}

report('read', () => {
  const store = openStore(path, { access: 'read' })
  const bars = store.readSession('SPY', oneMinute, '2024-07-08' as SessionDate)?.bars
  store.close()
  return bars
})
report('write', () => openStore(path, { access: 'write', owner: 'anybody', time: { now: () => epochMs(0) } }))
