import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { oneMinute } from '#shared/bars/interval.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { ChosenStrategy } from '#shared/strategy/chosen-strategy.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { parseParamAxes } from '#shared/sweep/param-axes.ts'
import { rankNames } from '#shared/sweep/rank.ts'
import {
  parseShard,
  type Shard,
  type SweepFile,
  type SweepRequest,
  sweepDifferences,
  sweepFileShape,
} from '#shared/sweep/sweep-file.ts'
import { parseWalk, type SweepSplit } from '#shared/sweep/windows.ts'
import { withText } from '../../engine/backtest/perform/asked-run.ts'
import { writeWholeFile } from '../../engine/files/whole-file.ts'
import { openStore } from '../../engine/store/open.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import { CellFile, cellFileName, readCellFile } from '../../engine/sweep/cell-file.ts'
import { type FinishedSweep, finishSweep, joinParts } from '../../engine/sweep/finished-sweep.ts'
import { declaredOf, runPrepared, type SweepStep } from '../../engine/sweep/perform-sweep.ts'
import { type PreparedSweep, prepareSweep } from '../../engine/sweep/prepare-sweep.ts'
import type { SweepThreads } from '../../engine/sweep/run-cells.ts'
import { makeFolder, sweepFileText, writeSweep } from '../../engine/sweep/sweep-files.ts'
import { sweepJson } from '../../engine/sweep/sweep-output.ts'
import type { Arguments } from '../arguments.ts'
import { chosenStrategy, strategyNames } from '../backtest-strategy.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { brokerOf, brokerOptions } from '../broker-options.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { parseSymbols } from '../load-replay.ts'
import { progressOf } from '../progress.ts'
import { sweepText } from '../sweep-text.ts'

/** What a sweep is of, with the text of its strategy. */
type Asked = SweepRequest & { readonly strategy: ChosenStrategy }

const whole: Shard = { number: 1, of: 1 }

/** Runs a strategy with many params, on all cores, and compares what comes of them. */
export const sweep: Command = {
  name: 'sweep',
  usage:
    '--store F (--strategy FILE|NAME --symbols A,B --from D --to D --params k=1..9:2,… [--interval 1m] [--cash N] ' +
    '[--commission SPEC] [--slippage SPEC] [--spread SPEC] [--volume-share N] [--view as-traded|as-repaired] ' +
    '[--close-at-end] [--out-of-sample PERCENT | --walk-forward IN/OUT] | --run-file FILE) [--by sharpe] ' +
    '[--workers N] [--shard I/N] [--out DIR] [--save FILE] [--overlay F] [--json]; ' +
    'or tapedeck sweep merge DIR… [--out DIR] [--json]',
  summary: 'Runs a strategy with many params on all cores, and says how far to believe the best',
  options: {
    store: { value: 'F', help: 'file of the store' },
    strategy: {
      value: 'FILE|NAME',
      help: `a file of TypeScript or JavaScript, or one that comes with the program: ${strategyNames.join(', ')}`,
    },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them, of one exchange' },
    from: { value: 'D', help: 'first session, YYYY-MM-DD' },
    to: { value: 'D', help: 'last session, included' },
    params: {
      value: 'k=1..9:2,…',
      help: 'ranges k=FIRST..LAST:STEP (the step is 1 unless told), lists k=5|10|20, or single values; those not named at their defaults',
    },
    interval: { value: '1m', help: 'length of a bar, up to 1d; 1m unless told' },
    ...brokerOptions,
    ...viewOption,
    'close-at-end': { help: 'close what is held at the end of each run at the last prices' },
    'out-of-sample': {
      value: 'PERCENT',
      help: 'hold the last sessions back: cells are compared by those before, and shown on both',
    },
    'walk-forward': {
      value: 'IN/OUT',
      help: 'sessions to choose the best cell by, and sessions after them to try it on, walked through, e.g. 60/20',
    },
    by: { value: 'NAME', help: `what cells are compared by: ${rankNames.join(', ')}; sharpe unless told` },
    workers: { value: 'N', help: 'threads; one for each core unless told' },
    'run-file': { value: 'FILE', help: 'the sweep that --save or --out kept, on the same bars' },
    save: {
      value: 'FILE',
      help: 'write the file of the sweep, from which parts of it run elsewhere; nothing is run',
    },
    shard: { value: 'I/N', help: 'run the Ith of N parts only, which merge joins; needs --out' },
    out: {
      value: 'DIR',
      help: 'keep the sweep there, each cell as it ends: the same command goes on where it was stopped',
    },
    ...overlayOption,
    json: { help: 'print every cell, the best of each window and what was tried as JSON' },
  },
  operands: ['merge', 'DIR…'],
  async run(args, io) {
    const action = args.optionalOperand('merge')
    if (action === 'merge') return merge(args, io)
    if (action !== undefined) throw args.wrong(`"${action}" is not expected`)
    return run(args, io)
  },
}

async function run(args: Arguments, io: Io): Promise<void> {
  const path = args.requiredPath('store')
  const file = runFileOf(args)
  const asked = file ?? askedOf(args, io)
  const shard = args.parsed('shard', parseShard, 'a part such as 1/4') ?? whole
  const out = args.path('out')
  if (args.has('shard') && out === undefined) throw args.wrong('--shard needs --out')
  const { entry, ticker, signal } = io
  const threads: SweepThreads = { entry: sweepThread(entry), strategy: asked.strategy, ticker, signal }
  const store = openStore(path, { access: 'read' })
  let prepared: PreparedSweep
  try {
    const symbols = asked.symbols.map((symbol) => storedSymbol(store, symbol))
    const calendars = readCalendars(args, io)
    const calendar = calendars.of(symbols[0]?.exchange ?? '')
    await tellChanges(calendars, calendar.exchange, io)
    const declared = await declaredOf(asked.strategy, threads)
    prepared = prepareSweep(store, calendar, asked, declared, { symbols, clock: io.time.now(), shard })
  } finally {
    store.close()
  }
  const { sweep: now } = prepared.head
  const changed = file ? sweepDifferences(file, now) : []
  if (changed.length > 0 && (args.has('shard') || file?.cells === undefined))
    throw new Failure(
      'bad-file',
      `${args.path('run-file')}: ${changed.join(', ')} of ${path} not the same as in this file; give it the store that the file was made from`,
    )
  const save = args.path('save')
  if (save !== undefined) return writeWholeFile(save, (write) => write(sweepFileText(now)))
  const results = await runAll(prepared, threads, { args, io, out })
  if (shard.of > 1) {
    await io.stdout.write(`${results.length} cells of part ${shard.number}/${shard.of} are in ${out}\n`)
    return
  }
  const finished = finishSweep(prepared.head, results)
  await tell(finished, out, args, io)
  if (file?.cells !== undefined) await tellChanged(file, finished, changed, io)
}

async function merge(args: Arguments, io: Io): Promise<void> {
  const folders = args.operandPaths('DIR…')
  if (folders.length === 0) throw args.wrong('DIR… is missing')
  const others = Object.keys(sweep.options).filter((name) => !['out', 'json', 'by'].includes(name))
  for (const name of others) if (args.has(name)) throw args.wrong(`merge takes no --${name}`)
  const parts = folders.map((folder) => {
    const path = join(folder, cellFileName)
    const part = readCellFile(path)
    const by = args.optionalChoice('by', rankNames) ?? part.head.sweep.by
    return { ...part, head: { ...part.head, sweep: { ...part.head.sweep, by } }, path: folder }
  })
  const joined = joinParts(parts)
  const out = args.path('out')
  if (out !== undefined) {
    makeFolder(out)
    const { cells: _, ...unfinished } = joined.head.sweep
    const file = CellFile.open(join(out, cellFileName), { ...joined.head, sweep: unfinished }, io.time)
    try {
      for (const result of joined.results) if (!file.results.has(result.cell)) file.add(result)
      file.finish()
    } finally {
      file.close()
    }
  }
  await tell(joined, out, args, io)
}

/** Results of all cells of the part, those that were kept among them. */
async function runAll(
  prepared: PreparedSweep,
  threads: SweepThreads,
  { args, io, out }: { readonly args: Arguments; readonly io: Io; readonly out: string | undefined },
): Promise<readonly CellResult[]> {
  const workers = args.wholeNumber('workers', 1, 256) ?? availableParallelism()
  const progress = progressOf<SweepStep>(io, {
    share: ({ done, left }) => done / left,
    rate: ({ done }, seconds) => `${(done / seconds).toPrecision(3)} cells/s`,
    label: ({ done, left }) => `${Math.floor(done)} of ${left} cells`,
  })
  let last: SweepStep | undefined
  try {
    return await runPrepared(prepared, threads, {
      ...{ folder: out, workers, time: io.time },
      onProgress: (step) => {
        last = step
        progress.show(step)
      },
    })
  } catch (error) {
    const failure = asFailure(error)
    if (failure.code !== 'cancelled') throw failure
    const goesOn =
      out === undefined ? 'with --out they would be kept' : 'the same command goes on with the others'
    const done = last ? `${Math.floor(last.done)} of ${last.left}` : 'none of the'
    throw new Failure('cancelled', `stopped after ${done} cells; ${goesOn}`)
  } finally {
    progress.clear()
  }
}

async function tell(
  finished: FinishedSweep,
  out: string | undefined,
  args: Arguments,
  io: Io,
): Promise<void> {
  const runFile = out === undefined ? undefined : await writeSweep(out, finished)
  const failed = finished.results.flatMap((result) => ('fault' in result ? result : []))
  const [first] = failed
  if (first && failed.length === finished.results.length)
    throw new Failure('strategy-failed', `every cell failed, the first one so: ${first.fault}`)
  if (args.has('json'))
    await io.stdout.write(
      `${JSON.stringify({ ...sweepJson(finished), ...(runFile !== undefined && { runFile }) })}\n`,
    )
  else await io.stdout.write(sweepText(finished))
  if (first) await io.stderr.write(`cell ${first.cell + 1} failed: ${first.fault}\n`)
}

async function tellChanged(
  before: SweepFile,
  { head }: FinishedSweep,
  changed: readonly string[],
  io: Io,
): Promise<void> {
  const all = before.cells === head.sweep.cells ? changed : [...changed, 'the cells']
  await io.stderr.write(
    all.length === 0 ? 'the same cells as then\n' : `not as it was then: ${all.join(', ')}\n`,
  )
}

function askedOf(args: Arguments, io: Io): Asked {
  const strategy = withText(chosenStrategy(args))
  const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
  const { from, to } = args.dateRange()
  if (!symbols) throw args.wrong('--symbols is missing')
  if (!from || !to) throw args.wrong('--from and --to are missing')
  const axes = parseParamAxes(args.requiredText('params'))
  if ('problem' in axes) throw args.wrong(`--params: ${axes.problem}`)
  return {
    strategy,
    axes: axes.map(({ name, values }) => ({ name, values: [...values] })),
    symbols: [...symbols],
    from,
    to,
    interval: args.interval('interval') ?? oneMinute,
    view: parseView(args),
    broker: brokerOf(args, io.folder),
    closeAtEnd: args.has('close-at-end'),
    split: splitOf(args),
    by: args.choice('by', rankNames, 'sharpe'),
  }
}

function splitOf(args: Arguments): SweepSplit {
  if (args.has('out-of-sample') && args.has('walk-forward'))
    throw args.wrong('--out-of-sample and --walk-forward exclude each other')
  const walk = args.parsed('walk-forward', parseWalk, 'sessions IN/OUT, such as 60/20')
  if (walk) return walk
  const percent = args.wholeNumber('out-of-sample', 1, 99)
  return percent === undefined ? { kind: 'whole' } : { kind: 'held-back', percent }
}

/** The file of a sweep, which says all of what is run but what cells are compared by. */
function runFileOf(args: Arguments): SweepFile | undefined {
  const path = args.path('run-file')
  if (path === undefined) return undefined
  const others = ['strategy', 'symbols', 'from', 'to', 'interval', 'params', 'view', 'close-at-end', 'save']
  for (const name of [...others, 'out-of-sample', 'walk-forward', ...Object.keys(brokerOptions)])
    if (args.has(name)) throw args.wrong(`--run-file and --${name} exclude each other`)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Failure('bad-file', `${path}: could not be read (${(error as Error).message})`)
  }
  const parsed = sweepFileShape.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Failure(
      'bad-file',
      `${path}: it is not the file of a sweep: ${issue?.path.join('.') || 'it'}: ${issue?.message}; make one with --save`,
    )
  }
  return { ...parsed.data, by: args.optionalChoice('by', rankNames) ?? parsed.data.by }
}

/** The thread that runs cells, beside the program's first module: built, or as it is written. */
function sweepThread(entry: URL): URL {
  return entry.pathname.endsWith('.ts')
    ? new URL('../engine/sweep/thread.ts', entry)
    : new URL('./sweep.js', entry)
}
