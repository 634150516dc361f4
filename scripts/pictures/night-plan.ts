import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.ts'
import { outputOf } from '../start/foreground.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export const planName = 'Nightly'
const exchange = 'XNYS'
const symbols = [
  ...['AVELO', 'BRISA', 'CORVA', 'DALEN', 'ELMRA', 'FARON'],
  ...['GALDO', 'HESTA', 'ISORA', 'JUNAS', 'KORVI', 'LUMEN'],
] as const
const trailing = 5

/** A session of the exchange with the starts of its minutes, as epoch milliseconds. */
interface Session {
  readonly session: string
  readonly starts: readonly number[]
}

/** What is not in a source either: of one symbol some minutes of one session, counted from the oldest one. */
const lacking = [
  { symbol: 'CORVA', session: 2, from: 141, minutes: 6 },
  { symbol: 'ISORA', session: 3, from: 12, minutes: 14 },
] as const

/**
 * Gives a store something for a night: a plan, a source of made-up bars, and the older sessions of most symbols with
 * some minutes lost, as a feed would have left them.
 */
export async function makeNight(store: string, folder: string): Promise<void> {
  const [night, feed] = [join(folder, 'night'), join(folder, 'feed')]
  const what = ['--symbols', symbols.join(','), '--trailing', String(trailing), '--at', '02:00']
  await tapedeck('prefetch', 'plans', 'add', planName, '--exchange', exchange, ...what, '--store', store)
  const sessions = await lastSessions(store)
  mkdirSync(night)
  mkdirSync(feed)
  for (const [place, symbol] of symbols.entries()) {
    const lost = lacking.filter((hole) => hole.symbol === symbol)
    const isLost = (day: number, minute: number): boolean =>
      lost.some(({ session, from, minutes }) => day === session && minute >= from && minute < from + minutes)
    writeBars(join(night, `${symbol}.csv`), place, sessions, (day, minute) => !isLost(day, minute))
    // The feed has the sessions but for the last one, and of every third symbol a quarter of an hour less in one.
    const isCut = (day: number, minute: number): boolean =>
      place % 3 === 1 && day === place % trailing && minute >= 200 && minute < 215
    const kept = (day: number, minute: number): boolean =>
      day < trailing - 1 && !isCut(day, minute) && !isLost(day, minute)
    if (place % 6 !== 5) writeBars(join(feed, `${symbol}.csv`), place, sessions, kept)
  }
  await tapedeck('import', feed, '--store', store, '--exchange', exchange, '--feed', 'feed')
  await tapedeck('sources', 'add', 'warehouse', `files:${night}`, '--exchange', exchange, '--store', store)
}

/** The sessions before the one that the plan is for next. */
async function lastSessions(store: string): Promise<readonly Session[]> {
  const [plan] = JSON.parse(await tapedeck('prefetch', 'next', '--store', store, '--json'))
  const next: string = plan.runs[0].session
  const from = new Date(Date.parse(next) - (2 * trailing + 14) * dayMs).toISOString().slice(0, 10)
  const csv = await tapedeck('sessions', '--exchange', exchange, '--from', from, '--to', next)
  return csv
    .trim()
    .split('\n')
    .slice(-trailing - 1, -1)
    .map((line) => {
      const [session = '', open = '', close = ''] = line.split(',')
      const length = (Date.parse(close) - Date.parse(open)) / minuteMs
      return { session, starts: Array.from({ length }, (_, minute) => Date.parse(open) + minute * minuteMs) }
    })
}

function writeBars(
  path: string,
  place: number,
  sessions: readonly Session[],
  isKept: (day: number, minute: number) => boolean,
): void {
  const walk = walkFrom(40 + 23 * place, place + 1)
  const lines = ['timestamp,open,high,low,close,volume']
  for (const [day, { starts }] of sessions.entries())
    for (const [minute, start] of starts.entries()) {
      const bar = walk()
      if (isKept(day, minute)) lines.push(`${new Date(start).toISOString()},${bar}`)
    }
  writeFileSync(path, `${lines.join('\n')}\n`)
}

/** Bars of a price that wanders, the same each time. */
function walkFrom(price: number, seed: number): () => string {
  let [state, last] = [seed * 2_654_435_761, price]
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  return () => {
    const open = last
    last *= 1 + 0.0016 * random() + 0.000_02
    const reach = Math.abs(last * 0.0006 * random())
    const prices = [open, Math.max(open, last) + reach, Math.min(open, last) - reach, last]
    const volume = 300 + Math.round(900 * Math.abs(random()))
    return `${prices.map((value) => value.toFixed(2)).join(',')},${volume}`
  }
}

function tapedeck(...args: readonly string[]): Promise<string> {
  return outputOf(process.execPath, [join(projectRoot, 'out', 'main', 'cli.js'), ...args])
}
