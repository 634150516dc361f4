import { chooseSessions, scenarioNames } from '#shared/scenarios/scenarios.ts'
import { randomOf } from '../../engine/random/random.ts'
import { knownSessionSteps } from '../../engine/scenarios/known-sessions.ts'
import { openStore } from '../../engine/store/open.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import { atOnce } from '../../engine/time/in-turns.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import { parseSymbols } from '../load-replay.ts'

const usualCount = 10
const mostCount = 10_000
const mostSeed = 999_999_999

/** Prints sessions that are worth a replay, of a kind or drawn at random. */
export const scenarios: Command = {
  name: 'scenarios',
  usage:
    '--store F --symbols A,B --kind NAME [--from D] [--to D] [--count N] [--seed N] [--overlay F] [--json]',
  summary: 'Stored sessions that are worth a replay: half days, wide ranges, poor data, or any',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them, of one exchange' },
    kind: {
      value: 'NAME',
      help: `${scenarioNames.join(', ')}: closes early or opens late; the week after the clocks changed; the widest ranges; the most missing minutes; any`,
    },
    from: { value: 'D', help: 'first session; the first one stored unless told' },
    to: { value: 'D', help: 'last session, included; the last one stored unless told' },
    count: { value: 'N', help: `sessions at most, ${usualCount} unless told` },
    seed: { value: 'N', help: 'random: the same number draws the same sessions; 1 unless told' },
    ...overlayOption,
    json: { help: 'print [{session, reason}] as JSON' },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const named = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
    if (!named) throw args.wrong('--symbols is missing')
    const kind = args.optionalChoice('kind', scenarioNames)
    if (!kind) throw args.wrong('--kind is missing')
    const { from, to } = args.dateRange()
    const count = args.wholeNumber('count', 1, mostCount) ?? usualCount
    const random = randomOf(args.wholeNumber('seed', 0, mostSeed) ?? 1)
    const store = openStore(path, { access: 'read' })
    try {
      const symbols = named.map((symbol) => storedSymbol(store, symbol))
      const exchange = symbols[0]?.exchange ?? ''
      const other = symbols.find((symbol) => symbol.exchange !== exchange)
      if (other) throw args.wrong(`${other.symbol} trades on ${other.exchange}, not on ${exchange}`)
      const calendars = readCalendars(args, io)
      await tellChanges(calendars, exchange, io)
      const calendar = calendars.of(exchange)
      const { firstSession, lastSession } = store.summary()
      const known = atOnce(
        knownSessionSteps(
          store,
          calendar,
          symbols.map(({ symbol }) => symbol),
          from ?? firstSession ?? calendar.first,
          to ?? lastSession ?? calendar.last,
        ),
      )
      const chosen = chooseSessions(kind, known, calendar.zone, count, () => random.uniform()).map(
        ({ session: { date }, reason }) => ({ session: date, reason }),
      )
      const lines = chosen.map(({ session, reason }) => `${session}  ${reason}\n`)
      await io.stdout.write(args.has('json') ? `${JSON.stringify(chosen)}\n` : lines.join(''))
      if (chosen.length === 0) await io.stderr.write('no stored session is such a one\n')
    } finally {
      store.close()
    }
  },
}
