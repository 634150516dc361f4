import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { standInMeaning } from '#shared/gaps/stand-in.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { settingsOf } from '#shared/settings/settings-content.ts'
import type { Calendars } from '../../engine/calendars/calendars.ts'
import { readSettings } from '../../engine/settings/read-settings.ts'
import { settingsPath } from '../../engine/settings/settings-place.ts'
import type { NamedSource } from '../../engine/sources/registry/source-definition.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoreWriter } from '../../engine/store/store.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import { readsItself } from '../../engine/upkeep/fill/reads-itself.ts'
import type { Arguments } from '../arguments.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import { fillLonger } from '../fill-longer.ts'
import { type FilledSession, type FillOrder, fillSession } from '../fill-session.ts'
import type { Io } from '../io.ts'
import { intervalUpToDay } from '../longer-stored.ts'
import { sourceAsked } from '../source-asked.ts'

const mostTries = 1000

/** Fills the missing minutes of a session from sources. */
export const fill: Command = {
  name: 'fill',
  usage:
    '--store F --symbol S --session D (--from-source NAME [--synthetic] | --synthetic | --take-synthetic-back) ' +
    '[--interval 1m] [--tries N] [--overlay F] [--json]',
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
    synthetic: { help: `put synthetic bars where nothing else came. ${standInMeaning}` },
    'take-synthetic-back': { help: 'take back the synthetic bars of the session' },
    interval: {
      value: '1m',
      help:
        'which stored bars to fill: 1m unless told, or longer ones up to 1d, from the sources and then built from ' +
        'minutes, of the store and of the sources, where all of them are there',
    },
    tries: {
      value: 'N',
      help: `how often a source is asked for a minute at most; as in the settings, ${defaultSettings.dataUpkeepMaxRetries} there unless set`,
    },
    ...overlayOption,
    json: {
      help:
        'print {asked, filled, noTrade, failed, tries}: missing minutes that were asked for, by what became of them, ' +
        'and the number of requests; with --synthetic also synthetic, the minutes in which such bars were put, or with ' +
        '--take-synthetic-back stood',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const symbol = args.requiredSymbol('symbol')
    const session = args.date('session')
    if (!session) throw args.wrong('--session is missing')
    const names = namesAsked(args)
    const standIns = standInsAsked(args)
    const interval = intervalAsked(args)
    const maxTries = triesAsked(args, io)
    const calendars = readCalendars(args, io)
    const owner = `tapedeck fill (process ${process.pid})`
    const writer = openStore(path, { access: 'write', owner, time: io.time })
    try {
      const stored = storedSymbol(writer, symbol)
      await tellChanges(calendars, stored.exchange, io)
      const sources = names.map((name) => sourceAsked(writer, name, io.folder))
      checkOthers(writer, sources, symbol, session)
      const order = { symbol: stored, session, sources, maxTries, standIns }
      if (interval !== oneMinute) {
        await fillLongerBars(writer, calendars, order, interval, args, io)
        return
      }
      const result = await fillSession(writer, calendars, order, io)
      await tellLeft(order, result, io)
      await io.stdout.write(args.has('json') ? jsonOf(result) : sentenceOf(order, result))
      checkAnswered(order, result)
    } finally {
      writer.close()
    }
  },
}

function namesAsked(args: Arguments): readonly string[] {
  const names = args.texts('from-source').flatMap((text) => text.split(',').map((name) => name.trim()))
  const hasOther = args.has('synthetic') || args.has('take-synthetic-back') || args.has('interval')
  if (names.length === 0 && !hasOther) throw args.wrong('--from-source or --synthetic is missing')
  if (names.includes('')) throw args.wrong('--from-source has an empty name')
  return [...new Set(names)]
}

function standInsAsked(args: Arguments): FillOrder['standIns'] {
  if (!args.has('take-synthetic-back')) return args.has('synthetic') ? 'put' : undefined
  if (args.has('synthetic') || args.has('from-source'))
    throw args.wrong('--take-synthetic-back stands alone: no --synthetic and no --from-source beside it')
  return 'take-back'
}

function intervalAsked(args: Arguments): Interval {
  const interval = intervalUpToDay(args)
  if (interval !== oneMinute && (args.has('synthetic') || args.has('take-synthetic-back')))
    throw args.wrong('synthetic bars are minutes; longer bars are made of real ones alone')
  return interval
}

async function fillLongerBars(
  writer: StoreWriter,
  calendars: Calendars,
  order: FillOrder,
  interval: Interval,
  args: Arguments,
  io: Io,
): Promise<void> {
  const result = await fillLonger(writer, calendars, order, interval, io)
  const { asked, filled, noTrade, failed, tries, outcomes } = result
  const from = outcomes.filter(({ added }) => added > 0).map(({ source, added }) => `${added} ${source}`)
  const sentence =
    `${order.symbol.symbol} ${order.session}: ${asked} missing ${interval} bars; ${filled} filled` +
    `${from.length > 0 ? ` (${from.join(', ')})` : ''}, ${noTrade} without a trade, ${failed} still missing\n`
  const counts = { asked, filled, noTrade, failed, tries }
  await io.stdout.write(args.has('json') ? `${JSON.stringify(counts)}\n` : sentence)
  const fault = outcomes.findLast((outcome) => outcome.fault)?.fault
  if (failed > 0 && fault)
    throw new Failure(
      'unusable-source',
      `${order.symbol.symbol} ${order.session}: ${failed} ${interval} bars are missing still: ${fault.cause}`,
    )
}

/** Who calls `fill` wants to have asked at least once, whatever the settings say of upkeep. */
function triesAsked(args: Arguments, io: Io): number {
  const told = args.wholeNumber('tries', 1, mostTries)
  if (told !== undefined) return told
  const found = readSettings(settingsPath(io.place))
  const kept = found.kind === 'damaged' ? defaultSettings : settingsOf(found.content)
  return Math.max(1, kept.dataUpkeepMaxRetries)
}

function checkOthers(
  writer: StoreWriter,
  sources: readonly NamedSource[],
  symbol: string,
  session: SessionDate,
): void {
  const own = sources.find((source) => readsItself(writer, source, symbol, session))
  if (own)
    throw new Failure(
      'usage',
      `${own.name} is the feed that session ${session} of ${symbol} was imported from; name another source`,
    )
}

/** What a person would wonder about. */
async function tellLeft(
  { sources, maxTries }: FillOrder,
  { differing, exhausted, standIns }: FilledSession,
  io: Io,
): Promise<void> {
  if (standIns && standIns.withoutClose > 0)
    await io.stderr.write(
      `${standIns.withoutClose} minutes before the first bar of the session have no synthetic bar: the store has no ` +
        'close of the session before\n',
    )
  if (differing > 0)
    await io.stderr.write(
      `${differing} bars that the store has came with other values; the stored ones stayed\n`,
    )
  const names = sources.map(({ name }) => name).join(', ')
  if (exhausted > 0)
    await io.stderr.write(
      `${exhausted} minutes are left alone after ${maxTries} tries of ${names}; --tries allows more\n`,
    )
}

/** These keys and no others, in this order; the last one where synthetic bars were asked for. */
function jsonOf({ asked, filled, noTrade, failed, tries, standIns }: FilledSession): string {
  const synthetic = standIns && { synthetic: standIns.minutes }
  return `${JSON.stringify({ asked, filled, noTrade, failed, tries, ...synthetic })}\n`
}

function sentenceOf(order: FillOrder, result: FilledSession): string {
  const { asked, filled, noTrade, failed, tries, standIns } = result
  const told = [
    order.sources.length > 0
      ? `asked for ${asked} missing minutes in ${tries} requests; ${filled} filled, ${noTrade} without a trade, ` +
        `${failed} still missing`
      : '',
    standIns && order.standIns === 'put' ? `synthetic bars put in ${standIns.minutes} minutes` : '',
    standIns && order.standIns === 'take-back'
      ? `synthetic bars of ${standIns.minutes} minutes taken back`
      : '',
  ]
  return `${order.symbol.symbol} ${order.session}: ${told.filter((part) => part !== '').join('; ')}\n`
}

/** The work failed where a minute is still missing and nobody has said anything about it. */
function checkAnswered(
  { symbol: { symbol }, session }: FillOrder,
  { unanswered, fault }: FilledSession,
): void {
  if (unanswered === 0) return
  const why = fault ?? 'what came cannot be right'
  throw new Failure(
    'unusable-source',
    `${symbol} ${session}: no answer for ${unanswered} missing minutes: ${why}`,
  )
}
