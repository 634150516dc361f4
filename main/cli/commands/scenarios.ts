import { scenarioNames } from '#shared/scenarios/scenarios.ts'
import { openStore } from '../../engine/store/open.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import { findScenarios, scenarioHelp, seedOf, seedOption } from '../find-scenarios.ts'
import { parseSymbols } from '../load-replay.ts'

const usualCount = 10
const mostCount = 10_000

/** Prints sessions that are worth a replay, of a kind or drawn at random. */
export const scenarios: Command = {
  name: 'scenarios',
  usage:
    '--store F --symbols A,B --kind NAME [--from D] [--to D] [--count N] [--seed N] [--overlay F] [--json]',
  summary: 'Stored sessions that are worth a replay: half days, wide ranges, poor data, or any',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them, of one exchange' },
    kind: { value: 'NAME', help: scenarioHelp },
    from: { value: 'D', help: 'first session; the first one stored unless told' },
    to: { value: 'D', help: 'last session, included; the last one stored unless told' },
    count: { value: 'N', help: `sessions at most, ${usualCount} unless told` },
    ...seedOption,
    ...overlayOption,
    json: { help: 'print [{session, reason}] as JSON' },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
    if (!symbols) throw args.wrong('--symbols is missing')
    const kind = args.optionalChoice('kind', scenarioNames)
    if (!kind) throw args.wrong('--kind is missing')
    const { from, to } = args.dateRange()
    const count = args.wholeNumber('count', 1, mostCount) ?? usualCount
    const seed = seedOf(args)
    const store = openStore(path, { access: 'read' })
    try {
      const calendars = readCalendars(args, io)
      const [first = ''] = symbols
      await tellChanges(calendars, storedSymbol(store, first).exchange, io)
      const chosen = findScenarios(store, calendars, { symbols, kind, from, to, count, seed })
      const lines = chosen.map(({ session, reason }) => `${session}  ${reason}\n`)
      await io.stdout.write(args.has('json') ? `${JSON.stringify(chosen)}\n` : lines.join(''))
      if (chosen.length === 0) await io.stderr.write('no stored session is such a one\n')
    } finally {
      store.close()
    }
  },
}
