import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { YearDay } from '#shared/protocol/calendar-calls.ts'
import { engine } from '../engine/link.ts'
import { isReady } from '../prefetch/board-lacks.ts'
import { attempt } from '../stores/toasts.ts'
import { useCalendar, yearOf } from './calendar-state.ts'
import type { BoardTotals, ReadyCount } from './made-ready.ts'

const pageSize = 200
/** Runs of years; older ones colour no day. */
const mostPages = 20
/** So many boards are asked for; the engine keeps those of a few runs only. */
const mostBoards = 8
const boardPage = 200

let asked = 0
let askedYear = 0

/** Loads what is on record of the runs of prefetch for the shown exchange. */
export async function loadRuns(): Promise<void> {
  const { exchange } = useCalendar.getState()
  if (exchange === undefined) return
  const question = ++asked
  const records = await attempt(() => allRuns())
  if (!records || question !== asked) return
  const own = records.filter((run) => run.exchange === exchange)
  const boards = await boardsOf(own.filter(({ ready, of }) => ready < of).slice(0, mostBoards))
  if (question === asked) useCalendar.setState({ runs: bySession(own), boards })
}

/** Loads the sessions of the year after the shown one where runs for them may have some of the shown year before them. */
export async function loadYearAfter(): Promise<void> {
  const { exchange, chosen, runs, range } = useCalendar.getState()
  const question = ++askedYear
  const year = yearOf(chosen) + 1
  const isWanted = [...runs.keys()].some((session) => yearOf(session) === year)
  const isKnown = range !== undefined && `${year}-01-01` <= range.last
  let sessionsAfter: readonly YearDay[] = []
  if (isWanted && isKnown && exchange !== undefined) {
    const days = await attempt(async () => engine().call('calendar.year', { exchange, year }))
    sessionsAfter = days?.sessions ?? []
  }
  if (question === askedYear) useCalendar.setState({ sessionsAfter })
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

/** What the boards of runs tell of their sessions; those that are not kept are left out. */
async function boardsOf(runs: readonly RunRecord[]): Promise<BoardTotals> {
  const boards = new Map<number, ReadonlyMap<SessionDate, ReadyCount>>()
  for (const { id } of runs) {
    const totals = await boardTotals(id)
    if (totals) boards.set(id, totals)
  }
  return boards
}

async function boardTotals(run: number): Promise<ReadonlyMap<SessionDate, ReadyCount> | undefined> {
  const totals = new Map<SessionDate, { ready: number; of: number }>()
  try {
    for (let from = 0; ; from += boardPage) {
      const { symbols, cells } = await engine().call('prefetch.board', { run, from, most: boardPage })
      for (const { session, state } of cells) {
        const total = totals.get(session) ?? { ready: 0, of: 0 }
        totals.set(session, { ready: total.ready + (isReady(state) ? 1 : 0), of: total.of + 1 })
      }
      if (from + boardPage >= symbols.length) return totals
    }
  } catch {
    return undefined
  }
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
