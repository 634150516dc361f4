import { usualAdjustment } from '#shared/bars/adjustment-mode.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { type ScenarioName, scenarioNames } from '#shared/scenarios/scenarios.ts'
import type { Calendars } from '../../engine/calendars/calendars.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoreReader } from '../../engine/store/store.ts'
import type { Arguments } from '../arguments.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { overlayOption, readCalendars } from '../calendars.ts'
import type { Command } from '../command.ts'
import { findScenarios, scenarioHelp, seedOf, seedOption } from '../find-scenarios.ts'
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
    '--store F ((--session D | --scenario NAME [--seed N]) --symbols A,B [--speed max] [--trailing 5] ' +
    '[--view as-traded|as-repaired] | --session-file FILE) [--overlay F] [--json]',
  summary: 'Replays a session and counts what came',
  options: {
    store: { value: 'F', help: 'file of the store' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    scenario: { value: 'NAME', help: `the first session that scenarios names, of ${scenarioHelp}` },
    ...seedOption,
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
    const asked = askedSession(args)
    const request = requestOfArguments(args)
    const calendars = readCalendars(args, io)
    return async (store) => {
      const session = await sessionOf(asked, request.symbols, { store, calendars, io })
      const loaded = await loadReplay(store, calendars, { ...request, session }, io)
      return replayAtSpeed(loaded, request.speed, io)
    }
  }
  for (const name of ['session', 'scenario', 'seed', 'symbols', 'speed', 'trailing', 'view'])
    if (args.has(name)) throw args.wrong(`--session-file and --${name} exclude each other`)
  const calendars = readCalendars(args, io)
  return (store) => replayFile(store, calendars, path, io)
}

/** A session by its date, or the first one of a kind of scenarios. */
type AskedSession =
  | { readonly type: 'dated'; readonly session: SessionDate }
  | { readonly type: 'scenario'; readonly kind: ScenarioName; readonly seed: number }

function askedSession(args: Arguments): AskedSession {
  const session = args.date('session')
  const kind = args.optionalChoice('scenario', scenarioNames)
  if (session && kind) throw args.wrong('--session and --scenario exclude each other')
  if (args.has('seed') && kind !== 'random') throw args.wrong('--seed needs --scenario random')
  if (kind) return { type: 'scenario', kind, seed: seedOf(args) }
  if (!session) throw args.wrong('--session, --scenario, or --session-file, is missing')
  return { type: 'dated', session }
}

interface Surroundings {
  readonly store: StoreReader
  readonly calendars: Calendars
  readonly io: Io
}

/** The session to replay; of a scenario it is told on stderr, with why it was chosen. */
async function sessionOf(
  asked: AskedSession,
  symbols: readonly string[],
  { store, calendars, io }: Surroundings,
): Promise<SessionDate> {
  if (asked.type === 'dated') return asked.session
  const { kind, seed } = asked
  const span = { from: undefined, to: undefined }
  const [found] = findScenarios(store, calendars, { symbols, kind, ...span, count: 1, seed })
  if (!found)
    throw new Failure(
      'no-session',
      `${symbols.join(',')}: ${store.path} has no session of --scenario ${kind}; choose another one`,
    )
  await io.stderr.write(`${found.session}  ${found.reason}\n`)
  return found.session
}

interface ReplayRequest extends Omit<ReplayedSession, 'session'> {
  readonly speed: ReplaySpeed
}

function requestOfArguments(args: Arguments): ReplayRequest {
  const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
  if (!symbols) throw args.wrong('--symbols is missing')
  const speedKind = `max or a number from ${slowest} to ${fastest}`
  return {
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
