import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { passwordServer, placeOf } from '../../engine/sources/postgres/place.ts'
import { publishBars } from '../../engine/sources/postgres/publish.ts'
import { kindText } from '../../engine/sources/registry/source-definition.ts'
import { namedSource } from '../../engine/sources/registry/source-registry.ts'
import { environmentSecrets } from '../../engine/sources/secrets/secrets.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import type { Arguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { readStore } from '../store-access.ts'

const firstDate = '1900-01-01' as SessionDate
const lastDate = '2999-12-31' as SessionDate

/** Writes bars of a store into the database of a team. */
export const publish: Command = {
  name: 'publish',
  usage: '--store F --to NAME [--symbol S] [--from D --to D] [--json]',
  summary:
    'Writes stored bars into a PostgreSQL source, where a bar that is there already is brought up to date',
  options: {
    store: { value: 'F', help: 'file of the store' },
    to: { value: 'NAME|D', repeated: true, help: 'the source; and, as a date, the last session, included' },
    symbol: { value: 'S', help: 'only this symbol' },
    from: { value: 'D', help: 'first session; all unless told' },
    json: { help: 'print {symbols, sessions, bars, changed}' },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const { name, from, to } = readTarget(args)
    const symbol = args.symbol('symbol')
    const published = await readStore(path, async (store) => {
      const { definition } = namedSource(store, name)
      if (definition.kind !== 'postgres')
        throw args.wrong(`--to is a source of kind postgres, and ${name} is ${kindText(definition)}`)
      if (symbol !== undefined) storedSymbol(store, symbol)
      const secrets = environmentSecrets(definition, io.place.variables)
      const password = await secrets.read({ source: name, server: passwordServer(definition) }, 'PGPASSWORD')
      const passwordPlace = secrets.placeOf(name, 'PGPASSWORD')
      const { ticker, signal } = io
      const place = placeOf(definition)
      const connecting = {
        source: name,
        place,
        password,
        ticker,
        timeoutMs: undefined,
        signal,
        passwordPlace,
      }
      return publishBars(store, { symbol, from, to }, connecting)
    })
    const { symbols, sessions, bars, changed } = published
    await io.stdout.write(
      args.has('json')
        ? `${JSON.stringify(published)}\n`
        : `${name}: ${symbols} symbols, ${sessions} sessions, ${bars} bars, ${changed} of them new or changed\n`,
    )
  },
}

/** `--to` names the source and, where it is a date, ends the sessions; so it may be there twice. */
function readTarget(args: Arguments): {
  readonly name: string
  readonly from: SessionDate
  readonly to: SessionDate
} {
  const dates: SessionDate[] = []
  const names: string[] = []
  for (const text of args.texts('to')) {
    const date = parseSessionDate(text)
    if (date === undefined) names.push(text)
    else dates.push(date)
  }
  const [name] = names
  if (name === undefined) throw args.wrong('--to NAME is missing')
  if (names.length > 1 || dates.length > 1) throw args.wrong('--to is given twice')
  const from = args.date('from') ?? firstDate
  const to = dates[0] ?? lastDate
  if (from > to) throw args.wrong(`--from ${from} lies after --to ${to}`)
  return { name, from, to }
}
