import { Failure } from '#shared/protocol/failure.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { parseImportFormat } from '../../engine/import/discovery.ts'
import type { ImportOutcome, ImportProgress } from '../../engine/import/import.ts'
import type { Arguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { importSummary } from '../import-summary.ts'
import { importInThread } from '../import-thread.ts'
import type { Io } from '../io.ts'
import { progressOf } from '../progress.ts'

const longestFeedName = 40

/** Puts the bars of files into a store. */
export const importBars: Command = {
  name: 'import',
  usage:
    'PATH --store F [--format auto|lean|csv|parquet|alpaca] [--symbol S] [--exchange XNYS] [--feed NAME] [--interval 1m] ' +
    '[--zone America/New_York] [--stamp start|end] [--strict] [--json]',
  summary: 'Puts the bars of a file, or of all files of a folder, into a store',
  options: {
    store: { value: 'F', help: 'file of the store; made when it does not exist' },
    format: {
      value: 'FORMAT',
      help: 'lean, csv, parquet or alpaca (JSON of its bars); auto (unless told) looks at each file',
    },
    symbol: { value: 'S', help: 'symbol of the bars, where the files do not say' },
    exchange: { value: 'XNYS', help: 'exchange of the bars, where the files do not say' },
    feed: { value: 'NAME', help: 'name of the feed that the bars came from' },
    interval: { value: '1m', help: 'length of the bars, where the files do not say' },
    zone: { value: 'ZONE', help: 'time zone of times that name none, e.g. America/New_York' },
    stamp: { value: 'start|end', help: 'whether a bar carries the time of its start or of its end' },
    strict: { help: 'refuse a file with any bad row, instead of leaving the row out' },
    json: { help: 'print the result as JSON' },
  },
  operands: ['PATH'],
  async run(args, io) {
    const options = readOptions(args)
    const store = args.requiredPath('store')
    const outcome = await importInto(store, options, io)
    for (const warning of outcome.warnings) await io.stderr.write(`${warning}\n`)
    await io.stdout.write(args.has('json') ? `${resultJson(outcome)}\n` : importSummary(outcome, store))
    checkOutcome(outcome, options.path)
  },
}

function readOptions(args: Arguments): ImportOptions {
  const feed = args.parsed('feed', parseFeed, `a name of at most ${longestFeedName} letters`)
  const symbol = args.symbol('symbol')
  const exchange = args.text('exchange')?.toUpperCase()
  const interval = args.interval('interval')
  const zone = args.text('zone')
  const stamp = args.optionalChoice('stamp', ['start', 'end'])
  return {
    path: args.operandPath('PATH'),
    format: parseImportFormat(args.text('format') ?? 'auto'),
    strict: args.has('strict'),
    ...(feed !== undefined && { feed }),
    ...(symbol !== undefined && { symbol }),
    ...(exchange !== undefined && { exchange }),
    ...(interval !== undefined && { interval }),
    ...(zone !== undefined && { zone }),
    ...(stamp !== undefined && { stamp }),
  }
}

function parseFeed(text: string): string | undefined {
  return text.trim() !== '' && text.length <= longestFeedName ? text : undefined
}

function importInto(store: string, options: ImportOptions, io: Io): Promise<ImportOutcome> {
  const progress = progressOf<ImportProgress>(io, {
    share: ({ bytes, bytesDone }) => (bytes > 0 ? bytesDone / bytes : 0),
    rate: ({ bars }, seconds) => `${Math.round(bars / seconds)} bars/s`,
    label: ({ file }) => file,
  })
  return importInThread(options, store, io, progress.show).finally(progress.clear)
}

/** The result as it is printed: these keys and no others. */
function resultJson({ files, symbols, sessions, bars, rejected, skipped }: ImportOutcome): string {
  return JSON.stringify({ files, symbols, sessions, bars, rejected, skipped })
}

function checkOutcome({ files, refusedFiles, skipped }: ImportOutcome, path: string): void {
  const [first] = skipped
  const detail = first ? `, first ${first.file}: ${first.reason}` : ''
  if (refusedFiles > 0) {
    const left = refusedFiles === 1 ? '1 file was refused' : `${refusedFiles} files were refused`
    throw new Failure('bad-file', `${path}: ${left}${detail}`)
  }
  if (files === 0) throw new Failure('bad-file', `${path}: nothing in it could be imported${detail}`)
}
