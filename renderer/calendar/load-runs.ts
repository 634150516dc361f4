import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { useCalendar } from './calendar-state.ts'

const pageSize = 200
/** Runs of years; older ones colour no day. */
const mostPages = 20

let asked = 0

/** Loads what is on record of the runs of prefetch for the shown exchange. */
export async function loadRuns(): Promise<void> {
  const { exchange } = useCalendar.getState()
  if (exchange === undefined) return
  const question = ++asked
  const records = await attempt(() => allRuns())
  if (!records || question !== asked) return
  useCalendar.setState({ runs: bySession(records.filter((run) => run.exchange === exchange)) })
}

async function allRuns(): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = []
  for (let page = 0; page < mostPages; page++) {
    const before = records.at(-1)?.id
    const { runs, more } = await engine().call('prefetch.runs', {
      most: pageSize,
      ...(before !== undefined && { before }),
    })
    records.push(...runs)
    if (!more) break
  }
  return records
}

/** Records in the order in which they came, by the session that they were to make ready. */
function bySession(records: readonly RunRecord[]): ReadonlyMap<SessionDate, readonly RunRecord[]> {
  const sessions = new Map<SessionDate, RunRecord[]>()
  for (const run of records) {
    const own = sessions.get(run.session)
    if (own) own.push(run)
    else sessions.set(run.session, [run])
  }
  return sessions
}
