import { Failure } from '#shared/protocol/failure.ts'
import {
  type SourceOptionName,
  sourceLimitNames,
  sourceLimitRanges,
  sourceOptionNames,
} from '#shared/protocol/source-calls.ts'
import { Calendars } from '../../engine/calendars/calendars.ts'
import { ownLimitsOf } from '../../engine/sources/limits/limits-form.ts'
import { makeSource } from '../../engine/sources/registry/make-source.ts'
import {
  kindForms,
  kindText,
  type NamedSource,
  optionsOf,
  parseDefinition,
  parseSourceName,
  type SourceDefinition,
} from '../../engine/sources/registry/source-definition.ts'
import {
  addSource,
  listSources,
  namedSource,
  removeSource,
} from '../../engine/sources/registry/source-registry.ts'
import {
  keyServerEntry,
  keyServersVariable,
  takesEnvironment,
} from '../../engine/sources/secrets/key-account.ts'
import { environmentSecrets } from '../../engine/sources/secrets/secrets.ts'
import type { Arguments } from '../arguments.ts'
import type { Command, Option } from '../command.ts'
import type { Io } from '../io.ts'
import { withFullPath } from '../source-asked.ts'
import { changeStore, readStore } from '../store-access.ts'

const actions = ['list', 'add', 'test', 'remove'] as const
const mostPlaces = 1000

const sourceOptions: Readonly<Record<SourceOptionName, Option>> = {
  exchange: { value: 'XNYS', help: 'lean and files: exchange of the bars, where the files do not say' },
  symbol: { value: 'S', help: 'files: symbol of the bars, where the files do not say' },
  interval: { value: '1m', help: 'files: length of the bars, where the files do not say' },
  zone: { value: 'ZONE', help: 'files: time zone of times that name none' },
  stamp: { value: 'start|end', help: 'files: whether a bar carries the time of its start or of its end' },
  feed: { value: 'sip', help: 'alpaca: its feed; sip unless told, iex for what every plan may read' },
  host: { value: 'HOST', help: 'postgres: its server, or the folder of its socket; localhost unless told' },
  port: { value: 'N', help: 'postgres: port of the server; 5432 unless told' },
  user: { value: 'USER', help: 'postgres: user of the database; that of the system unless told' },
  table: { value: 'TABLE', help: 'postgres: table of the bars; bars unless told' },
  tls: { value: 'verify|off', help: 'postgres: encryption; off on this machine, else verify, unless told' },
  url: {
    value: 'URL',
    help:
      'alpaca and massive: server that is asked in place of the usual one; keys of the environment go there only when ' +
      'TAPEDECK_KEY_SERVERS has KIND=URL in it',
  },
}

/** Keeps the sources from which missing bars are filled, and tests them. */
export const sources: Command = {
  name: 'sources',
  usage:
    'list|add|test|remove [NAME] [KIND] --store F [--place N] [--rate N] [--parallel N] [--timeout N] [--tries N] ' +
    '[--exchange XNYS] [--symbol S] [--interval 1m] [--zone ZONE] [--stamp start|end] [--feed sip] [--url URL] ' +
    '[--host HOST] [--port N] [--user USER] [--table TABLE] [--tls verify|off] [--json]',
  summary: 'Sources of missing bars, in the order in which they are asked: list, add, test, remove',
  options: {
    store: { value: 'F', help: 'file of the store' },
    place: { value: 'N', help: 'add: place in the order, from 1; the last one unless told' },
    rate: { value: 'N', help: 'add: requests a minute at most' },
    parallel: { value: 'N', help: 'add: requests at once at most' },
    timeout: { value: 'N', help: 'add: seconds until an answer is given up' },
    tries: { value: 'N', help: 'add: how often a request is sent at most' },
    ...sourceOptions,
    json: { help: 'list and test: print the result as JSON' },
  },
  operands: ['ACTION', 'NAME', 'KIND'],
  async run(args, io) {
    const action = args.operand('ACTION')
    const known = actions.find((candidate) => candidate === action)
    if (known === undefined) throw args.wrong(`"${action}" is none of ${actions.join(', ')}`)
    const store = args.requiredPath('store')
    checkOperands(known, args)
    switch (known) {
      case 'list':
        return list(store, args, io)
      case 'add':
        return add(store, args, io)
      case 'test':
        return testOne(store, args, io)
      case 'remove':
        return changeStore(store, 'sources', io.time, (writer) => removeSource(writer, args.operand('NAME')))
    }
  },
}

function checkOperands(action: (typeof actions)[number], args: Arguments): void {
  const kind = args.optionalOperand('KIND')
  if (kind !== undefined && action !== 'add') throw args.wrong(`"${kind}" is not expected`)
  const name = args.optionalOperand('NAME')
  if (name !== undefined && action === 'list') throw args.wrong(`"${name}" is not expected`)
  if (action !== 'add') {
    const extra = ['place', ...sourceLimitNames, ...sourceOptionNames].find((option) => args.has(option))
    if (extra !== undefined) throw args.wrong(`--${extra} belongs to add`)
  }
}

function list(path: string, args: Arguments, io: Io): Promise<void> {
  return readStore(path, async (store) => {
    const found = listSources(store)
    if (args.has('json')) return io.stdout.write(`${JSON.stringify(found.map(rowOf))}\n`)
    if (found.length === 0) await io.stderr.write(`${path} has no sources; add one with sources add\n`)
    const width = Math.max(0, ...found.map(({ name }) => name.length))
    const lines = found.map(
      ({ name, definition }, index) => `${index + 1}  ${name.padEnd(width)}  ${kindText(definition)}\n`,
    )
    await io.stdout.write(lines.join(''))
  })
}

function rowOf({ name, definition }: NamedSource, index: number): object {
  const { limits } = definition
  return { place: index + 1, name, kind: kindText(definition), options: optionsOf(definition), limits }
}

async function add(path: string, args: Arguments, io: Io): Promise<void> {
  const name = args.operand('NAME')
  if (parseSourceName(name) === undefined)
    throw args.wrong(`NAME has lower case letters, digits, dots and dashes, at most 40; "${name}" has others`)
  const definition = readDefinition(args, io)
  const place = args.wholeNumber('place', 1, mostPlaces)
  const added = changeStore(path, 'sources', io.time, (writer) => {
    addSource(writer, name, definition, place)
    return namedSource(writer, name).definition
  })
  const entry = keyServerEntry(added)
  if (entry !== undefined && !takesEnvironment(added, io.place.variables))
    await io.stderr.write(
      `keys of the environment go to this server only when ${keyServersVariable} there has ${entry} in it\n`,
    )
}

function readDefinition(args: Arguments, io: Io): SourceDefinition {
  if (args.optionalOperand('KIND') === undefined)
    throw args.wrong(`KIND is missing, one of ${kindForms.join(', ')}`)
  const options = Object.fromEntries(
    sourceOptionNames.flatMap((option) => (args.has(option) ? [[option, args.requiredText(option)]] : [])),
  )
  return parseDefinition(withFullPath(args.operand('KIND'), io.folder), options, readLimits(args))
}

function readLimits(args: Arguments): SourceDefinition['limits'] {
  return ownLimitsOf(
    Object.fromEntries(
      sourceLimitNames.flatMap((name) => {
        const { min, max } = sourceLimitRanges[name]
        const number = args.wholeNumber(name, min, max)
        return number === undefined ? [] : [[name, number]]
      }),
    ),
  )
}

function testOne(path: string, args: Arguments, io: Io): Promise<void> {
  return readStore(path, async (store) => {
    const name = args.operand('NAME')
    const { time, ticker, random, signal } = io
    const named = namedSource(store, name)
    const secrets = environmentSecrets(named.definition, io.place.variables)
    const calendars = new Calendars()
    const around = { store, secrets, calendars, time, ticker, random }
    const source = makeSource(named, around)
    try {
      const { ok, detail } = await source.test(signal)
      if (args.has('json')) await io.stdout.write(`${JSON.stringify({ name, ok, detail })}\n`)
      else if (ok) await io.stdout.write(`${detail}\n`)
      if (!ok) throw new Failure('unusable-source', detail)
    } finally {
      await source.close()
    }
  })
}
