import { usualAdjustment } from '#shared/bars/adjustment-mode.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoreReader } from '../../engine/store/store.ts'
import type { Arguments } from '../arguments.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { overlayOption, readCalendars } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { loadReplay, parseSymbols, type ReplayedSession } from '../load-replay.ts'
import { replayAtSpeed } from '../replay-at-speed.ts'
import { type RunReport, replayFile } from '../replay-file.ts'
import { fastest, parseSpeed, slowest } from '../speed.ts'

const usualTrailing = 5
const mostTrailing = 20

/** Replays a session without a window and tells how fast that went. */
export const replay: Command = {
  name: 'replay',
  usage:
    '--store F (--session D --symbols A,B [--speed max] [--trailing 5] [--view as-traded|as-repaired] | ' +
    '--session-file FILE) [--overlay F] [--json]',
  summary: 'Replays a session and counts what came',
  options: {
    store: { value: 'F', help: 'file of the store' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them' },
    speed: { value: 'SPEED', help: `max (unless told), or ${slowest} to ${fastest} times real time` },
    trailing: {
      value: 'N',
      help: `sessions loaded before it, ${usualTrailing} unless told, adjusted for splits up to it`,
    },
    ...viewOption,
    'session-file': { value: 'FILE', help: 'JSON that describes the run, see help session-file' },
    ...overlayOption,
    json: { help: 'print the result as JSON' },
  },
  operands: [],
  async run(args, io) {
    const storePath = args.requiredPath('store')
    const run = runOf(args, io)
    const store = openStore(storePath, { access: 'read' })
    try {
      const report = await run(store)
      await io.stdout.write(args.has('json') ? `${JSON.stringify(report)}\n` : summaryOf(report))
    } finally {
      store.close()
    }
  },
}

/** What to replay: what a session file says and nothing else, or what the arguments say. */
function runOf(args: Arguments, io: Io): (store: StoreReader) => Promise<RunReport> {
  const path = args.path('session-file')
  if (path === undefined) {
    const request = requestOfArguments(args)
    const calendars = readCalendars(args, io)
    return async (store) => {
      const loaded = await loadReplay(store, calendars, request, io)
      return replayAtSpeed(loaded, request.speed, io)
    }
  }
  for (const name of ['session', 'symbols', 'speed', 'trailing', 'view'])
    if (args.has(name)) throw args.wrong(`--session-file and --${name} exclude each other`)
  const calendars = readCalendars(args, io)
  return (store) => replayFile(store, calendars, path, io)
}

interface ReplayRequest extends ReplayedSession {
  readonly speed: ReplaySpeed
}

function requestOfArguments(args: Arguments): ReplayRequest {
  const session = args.date('session')
  const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
  if (!session) throw args.wrong('--session, or --session-file, is missing')
  if (!symbols) throw args.wrong('--symbols is missing')
  const speedKind = `max or a number from ${slowest} to ${fastest}`
  return {
    session,
    symbols,
    exchange: undefined,
    hours: 'regular',
    adjustment: usualAdjustment,
    view: parseView(args),
    windows: [
      { sessions: args.wholeNumber('trailing', 0, mostTrailing) ?? usualTrailing, interval: oneMinute },
    ],
    speed: args.parsed('speed', parseSpeed, speedKind) ?? 'max',
  }
}

function summaryOf({ session, symbols, bars, derived, seconds, barsPerSecond }: RunReport): string {
  return `${session}: ${symbols} symbols, ${bars} bars and ${derived} derived ones in ${seconds.toFixed(3)} s, ${barsPerSecond} bars a second\n`
}
