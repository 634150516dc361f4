import { usualAdjustment } from '#shared/bars/adjustment-mode.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { openStore } from '../../engine/store/open.ts'
import { type VerifyReport, verifySession } from '../../engine/verify/verify-session.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { overlayOption, readCalendars } from '../calendars.ts'
import type { Command } from '../command.ts'
import { loadReplay, parseSymbols } from '../load-replay.ts'

const listedAtMost = 20

/** Replays a session and checks at every minute what must always hold. */
export const verify: Command = {
  name: 'verify',
  usage: '--store F --session D --symbols A,B [--view as-traded|as-repaired] [--overlay F] [--json]',
  summary: 'Replays a session and checks that nothing in it is impossible',
  options: {
    store: { value: 'F', help: 'file of the store' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them' },
    ...viewOption,
    ...overlayOption,
    json: { help: 'print the result as JSON' },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const session = args.date('session')
    const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
    if (!session) throw args.wrong('--session is missing')
    if (!symbols) throw args.wrong('--symbols is missing')
    const view = parseView(args)
    const calendars = readCalendars(args, io)
    const store = openStore(path, { access: 'read' })
    try {
      const loaded = await loadReplay(
        store,
        calendars,
        {
          session,
          symbols,
          exchange: undefined,
          hours: 'regular',
          adjustment: usualAdjustment,
          view,
          windows: [],
        },
        io,
      )
      const report = verifySession(loaded, () => io.ticker.elapsed())
      await io.stdout.write(args.has('json') ? `${JSON.stringify(printed(report))}\n` : summaryOf(report))
      if (report.violations.length > 0) throw broken(report)
    } finally {
      store.close()
    }
  },
}

/** The result as it is printed, times as `YYYY-MM-DDTHH:MM:SSZ`. */
function printed({ session, symbols, checked, violations }: VerifyReport): unknown {
  return {
    session,
    symbols,
    checked,
    violations: violations.map((violation) => ({ ...violation, time: formatUtc(violation.time) })),
  }
}

function summaryOf({ session, symbols, checked, violations }: VerifyReport): string {
  const head = `${session}: ${symbols} ${symbols === 1 ? 'symbol' : 'symbols'}, ${checked} checks, ${violations.length} violations\n`
  const lines = violations
    .slice(0, listedAtMost)
    .map(({ invariant, symbol, time, detail }) => `  ${formatUtc(time)} ${symbol} ${invariant}: ${detail}\n`)
  const more = violations.length - lines.length
  return head + lines.join('') + (more > 0 ? `  and ${more} more\n` : '')
}

function broken({ session, violations }: VerifyReport): Failure {
  const [first] = violations
  return new Failure(
    'broken-invariant',
    `${session}: ${violations.length} of what must always hold does not, first ${first?.symbol} ${first?.invariant}; report this with the session's bars`,
  )
}
