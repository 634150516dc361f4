import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { settings } from '#shared/settings/settings.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import type { Calendars } from '../../engine/calendars/calendars.ts'
import type { DataSource } from '../../engine/sources/data-source.ts'
import { makeSource } from '../../engine/sources/registry/make-source.ts'
import type { NamedSource } from '../../engine/sources/registry/source-definition.ts'
import { environmentSecrets } from '../../engine/sources/secrets/secrets.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoredSymbol, StoreWriter } from '../../engine/store/store.ts'
import { exhaustedMinutes } from '../../engine/upkeep/fill/fill-plan.ts'
import { type FillSummary, summariseFill } from '../../engine/upkeep/fill/fill-summary.ts'
import { type FillOutcome, GapFiller } from '../../engine/upkeep/fill/gap-filler.ts'
import { GapLedger, type LedgerSession } from '../../engine/upkeep/gap-ledger.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { noSession } from '../no-session.ts'
import { progressOf } from '../progress.ts'
import { sourceAsked } from '../source-asked.ts'
import { storedSymbol } from '../symbols.ts'

const { default: usualTries } = settings.dataUpkeepMaxRetries
const mostTries = 1000

/** Fills the missing minutes of a session from sources. */
export const fill: Command = {
  name: 'fill',
  usage: '--store F --symbol S --session D --from-source NAME [--tries N] [--overlay F] [--json]',
  summary: 'Asks sources for the missing minutes of a session, and keeps what came with where it came from',
  options: {
    store: { value: 'F', help: 'file of the store' },
    symbol: { value: 'S', help: 'the symbol' },
    session: { value: 'D', help: 'the session, YYYY-MM-DD' },
    'from-source': {
      value: 'NAME',
      repeated: true,
      help: 'source of the store, or a kind such as feed:NAME; several, by commas or repeated, in the order they are asked',
    },
    tries: {
      value: 'N',
      help: `how often a source is asked for a minute at most; ${usualTries} unless told`,
    },
    ...overlayOption,
    json: {
      help:
        'print {asked, filled, noTrade, failed, tries}: missing minutes that were asked for, by what became of them, ' +
        'and the number of requests',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbol = args.requiredSymbol('symbol')
    const session = args.date('session')
    if (!session) throw args.wrong('--session is missing')
    const names = namesAsked(args)
    const maxTries = args.wholeNumber('tries', 1, mostTries) ?? usualTries
    const calendars = readCalendars(args, io)
    const owner = `tapedeck fill (process ${process.pid})`
    const writer = openStore(path, { access: 'write', owner, time: io.time })
    try {
      const stored = storedSymbol(writer, symbol)
      await tellChanges(calendars, stored.exchange, io)
      const sources = names.map((name) => sourceAsked(writer, name, io.folder))
      checkSources(writer, sources, symbol, session)
      const summary = await fillSession(writer, calendars, stored, session, sources, maxTries, io)
      await io.stdout.write(args.has('json') ? jsonOf(summary) : sentenceOf(symbol, session, summary))
      checkAnswered(summary, symbol, session)
    } finally {
      writer.close()
    }
  },
}

function namesAsked(args: Arguments): readonly string[] {
  const names = args.texts('from-source').flatMap((text) => text.split(',').map((name) => name.trim()))
  if (names.length === 0) throw args.wrong('--from-source is missing')
  if (names.includes('')) throw args.wrong('--from-source has an empty name')
  return [...new Set(names)]
}

/** A feed cannot know more about a session than it has of it. */
function checkSources(
  writer: StoreWriter,
  sources: readonly NamedSource[],
  symbol: string,
  session: SessionDate,
): void {
  const [stored] = writer.sessions(symbol, oneMinute, session, session)
  const own = sources.find(({ definition }) => definition.kind === 'feed' && definition.feed === stored?.feed)
  if (own)
    throw new Failure(
      'usage',
      `${own.name} is feed ${stored?.feed}, from which session ${session} of ${symbol} was imported; name another source`,
    )
}

async function fillSession(
  writer: StoreWriter,
  calendars: Calendars,
  { symbol, exchange, synthetic }: StoredSymbol,
  date: SessionDate,
  named: readonly NamedSource[],
  maxTries: number,
  io: Io,
): Promise<FillSummary & { readonly fault: string | undefined }> {
  const { time, ticker, random, signal } = io
  const secrets = environmentSecrets(io.place.variables)
  const around = { store: writer, secrets, calendars, time, ticker, random }
  const sources = named.map((source) => makeSource(source, around))
  const ledger = new GapLedger(writer, time, calendars)
  const filler = fillerOf(writer, ledger, sources, io)
  const progress = progressOf<{ readonly share: number; readonly outcome: FillOutcome }>(io, {
    share: ({ share }) => share,
    rate: ({ outcome }) => `${outcome.bars.added} bars`,
    label: ({ outcome: { planned } }) => `${planned.source} from ${formatUtc(planned.start)}`,
  })
  const outcomes: FillOutcome[] = []
  try {
    const before = ledger.sessionOf(symbol, exchange, date)
    if (!before) await io.stderr.write(`${noSession(calendars.of(exchange), date).message}\n`)
    let filled = 0
    for await (const outcome of filler.run(
      { symbol, exchange, synthetic },
      date,
      { maxTries, waits: true },
      signal,
    )) {
      outcomes.push(outcome)
      filled += outcome.bars.added
      progress.show({ share: filled / (before?.detector.missing ?? filled), outcome })
    }
    progress.clear()
    const after = ledger.sessionOf(symbol, exchange, date)
    if (!after) return { ...nothingAsked, fault: undefined }
    await tellLeft(after, named, maxTries, outcomes, io)
    return { ...summariseFill(outcomes, after), fault: outcomes.findLast(({ fault }) => fault)?.fault?.cause }
  } finally {
    progress.clear()
    for (const source of sources) await source.close()
  }
}

const nothingAsked: FillSummary = { asked: 0, filled: 0, noTrade: 0, failed: 0, tries: 0, unanswered: 0 }

function fillerOf(writer: StoreWriter, ledger: GapLedger, sources: readonly DataSource[], io: Io): GapFiller {
  const { time, ticker, random } = io
  return new GapFiller(
    {
      sessionOf: (symbol, exchange, session) => ledger.sessionOf(symbol, exchange, session),
      storeFill: (one) => writer.storeFill(one),
      time,
      ticker,
      random,
    },
    sources,
  )
}

/** What a person would wonder about: bars that the source has otherwise, and gaps that nobody asks for any more. */
async function tellLeft(
  { gaps }: LedgerSession,
  sources: readonly NamedSource[],
  maxTries: number,
  outcomes: readonly FillOutcome[],
  io: Io,
): Promise<void> {
  const differing = outcomes.reduce((sum, { bars }) => sum + bars.differing, 0)
  if (differing > 0)
    await io.stderr.write(
      `${differing} bars that the store has came with other values; the stored ones stayed\n`,
    )
  const names = sources.map(({ name }) => name)
  const exhausted = exhaustedMinutes(gaps, names, maxTries)
  if (exhausted > 0)
    await io.stderr.write(
      `${exhausted} minutes are left alone after ${maxTries} tries of ${names.join(', ')}; --tries allows more\n`,
    )
}

/** These keys and no others, in this order. */
function jsonOf({ asked, filled, noTrade, failed, tries }: FillSummary): string {
  return `${JSON.stringify({ asked, filled, noTrade, failed, tries })}\n`
}

function sentenceOf(symbol: string, session: SessionDate, summary: FillSummary): string {
  const { asked, filled, noTrade, failed, tries } = summary
  return (
    `${symbol} ${session}: asked for ${asked} missing minutes in ${tries} requests; ${filled} filled, ` +
    `${noTrade} without a trade, ${failed} still missing\n`
  )
}

/** The work failed where a minute is still missing and nobody has said anything about it. */
function checkAnswered(
  { unanswered, fault }: FillSummary & { readonly fault: string | undefined },
  symbol: string,
  session: SessionDate,
): void {
  if (unanswered === 0) return
  const why = fault ?? 'what came cannot be right'
  throw new Failure(
    'unusable-source',
    `${symbol} ${session}: no answer for ${unanswered} missing minutes: ${why}`,
  )
}
