import { oneMinute } from '#shared/bars/interval.ts'
import type { ReplayReport } from '../../engine/replay/report.ts'
import { openStore } from '../../engine/store/open.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars } from '../calendars.ts'
import type { Command } from '../command.ts'
import { loadReplay, parseSymbols } from '../load-replay.ts'
import { replayAtSpeed } from '../replay-at-speed.ts'
import { type ReplayFile, readReplayFile } from '../session-file.ts'
import { fastest, parseSpeed, slowest } from '../speed.ts'

const usualTrailing = 5
const mostTrailing = 20

/** Replays a session without a window and tells how fast that went. */
export const replay: Command = {
  name: 'replay',
  usage:
    '--store F (--session D --symbols A,B [--speed max] [--trailing 5] | --session-file FILE) ' +
    '[--overlay F] [--json]',
  summary: 'Replays a session and counts what came',
  options: {
    store: { value: 'F', help: 'file of the store' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them' },
    speed: { value: 'SPEED', help: `max (unless told), or ${slowest} to ${fastest} times real time` },
    trailing: { value: 'N', help: `sessions loaded before it, ${usualTrailing} unless told` },
    'session-file': { value: 'FILE', help: 'JSON with session, symbols, exchange, hours, trailing, speed' },
    ...overlayOption,
    json: { help: 'print the result as JSON' },
  },
  operands: [],
  async run(args, io) {
    const storePath = args.requiredPath('store')
    const request = readRequest(args)
    const calendars = readCalendars(args, io)
    const store = openStore(storePath, { access: 'read' })
    try {
      const report = await replayAtSpeed(await loadReplay(store, calendars, request, io), request.speed, io)
      await io.stdout.write(args.has('json') ? `${JSON.stringify(report)}\n` : summaryOf(report))
    } finally {
      store.close()
    }
  },
}

function readRequest(args: Arguments): ReplayFile {
  const file = args.path('session-file')
  if (file === undefined) return requestOfArguments(args)
  for (const name of ['session', 'symbols', 'speed', 'trailing'])
    if (args.has(name)) throw args.wrong(`--session-file and --${name} exclude each other`)
  return readReplayFile(file)
}

function requestOfArguments(args: Arguments): ReplayFile {
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
    adjustment: 'raw',
    windows: [
      { sessions: args.wholeNumber('trailing', 0, mostTrailing) ?? usualTrailing, interval: oneMinute },
    ],
    speed: args.parsed('speed', parseSpeed, speedKind) ?? 'max',
  }
}

function summaryOf({ session, symbols, bars, derived, seconds, barsPerSecond }: ReplayReport): string {
  return `${session}: ${symbols} symbols, ${bars} bars and ${derived} derived ones in ${seconds.toFixed(3)} s, ${barsPerSecond} bars a second\n`
}
