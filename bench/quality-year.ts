import Database from 'better-sqlite3'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../main/engine/calendars/calendars.ts'
import { type Random, randomOf } from '../main/engine/random/random.ts'
import { openStore } from '../main/engine/store/open.ts'
import { type GradedSession, packCounts, packStamps } from '../main/engine/upkeep/quality/packed-grades.ts'
import { qualityOf } from '../main/engine/upkeep/quality/quality.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { filledStore, openToWrite, time } from './filled-store.ts'
import { timeRounds } from './rounds.ts'
import { rowABarStore } from './row-a-bar.ts'

const name = 'quality_year_500'
const symbolCount = 500
/** A year of bars, a row each, takes 6 MB a symbol. */
const baselineSymbols = 2
const year = 2024
const from = `${year}-01-01` as SessionDate
const to = `${year}-12-31` as SessionDate
/** Most minutes that lack in a session of a busy symbol and of a quiet one. */
const lackingOfBusy = 2
const lackingOfQuiet = 80

/** What became of the expected minutes of every session of a year, for many symbols, from a closed store. */
export const qualityYear: Benchmark = {
  name,
  async run(folder) {
    const sessions = calendarOf(demoExchange).sessions(from, to)
    const path = gradedStore(folder, sessions)
    let checksum = 0
    const answer = await timeRounds({ warmUp: 10, rounds: 100 }, () => {
      checksum = sumOfYear(path)
    })
    const rows = rowABarStore(folder, demoBars(baselineSymbols, from, to))
    let counted = 0
    const baseline = await timeRounds({ warmUp: 1, rounds: 5 }, () => {
      counted = countRows(rows, sessions)
    })
    const ofAll = (baseline.median * symbolCount) / baselineSymbols
    return {
      name,
      value: answer.median,
      unit: 'ms',
      target: 50,
      baseline: ofAll,
      ratio: timesLess(answer.median, ofAll),
      notes: [
        `${symbolCount} symbols, the ${sessions.length} sessions of ${year}, counts made up with seed ${demoSeed} and kept as after a first answer: half of the symbols lack up to ${lackingOfBusy} minutes a session, half up to ${lackingOfQuiet}; open, answer, visit every row with its shares, close; warm file cache`,
        answer.note,
        `baseline: a row a bar in SQLite, the rows of each session counted, of ${baselineSymbols} symbols and taken times ${symbolCount / baselineSymbols}; ${baseline.note}`,
        `checksum ${checksum.toFixed(0)}: minutes with a bar; the baseline's ${counted}`,
      ],
    }
  },
}

function sumOfYear(path: string): number {
  const store = openStore(path, { access: 'read' })
  const { rows } = qualityOf(store, time, new Calendars(), { symbols: store.symbols(), from, to })
  store.close()
  let sum = 0
  rows.forEach(({ expected, missing, coverage }) => {
    sum += coverage === undefined ? 0 : expected - missing
  })
  return sum
}

/** Every symbol has a session of bars, and counts of all sessions that belong to the state it is in. */
function gradedStore(folder: string, sessions: readonly Session[]): string {
  const path = filledStore(folder, demoBars(symbolCount, '2024-07-08', '2024-07-08'))
  const store = openToWrite(path)
  const changes = store.ledger.changes()
  const random = randomOf('quality', demoSeed)
  const calendar = calendarOf(demoExchange).version
  store.ledger.keepGrades(
    store.symbols().map(({ symbol }, index) => {
      const most = index % 2 === 0 ? lackingOfBusy : lackingOfQuiet
      const graded = sessions.map((session) => madeUpGrade(session, random, most))
      const kept = { counts: packCounts(graded, dayNumber(from)), stamps: packStamps(graded) }
      return { symbol, year, calendar, changes: changes.get(symbol) ?? 0, ...kept }
    }),
  )
  store.close()
  return path
}

function madeUpGrade({ date, open, close }: Session, random: Random, most: number): GradedSession {
  const expected = (close - open) / minuteMs
  const [missing, filled] = [random.integer(0, most), random.integer(0, 1)]
  const recorded = expected - missing - filled
  const counts = { expected, recorded, filled, noTrade: 0, halted: 0, missing, pending: 0, late: filled }
  return { day: dayNumber(date), stamp: 0, counts }
}

function countRows(path: string, sessions: readonly Session[]): number {
  const database = new Database(path)
  const symbols = database.prepare<[], string>('SELECT DISTINCT symbol FROM bars').pluck().all()
  const count = database
    .prepare<[string, number, number], number>(
      "SELECT COUNT(*) FROM bars WHERE symbol = ? AND interval = '1m' AND timestamp >= ? AND timestamp < ?",
    )
    .pluck()
  let sum = 0
  for (const symbol of symbols)
    for (const { open, close } of sessions) sum += count.get(symbol, open, close) ?? 0
  database.close()
  return sum
}
