import type { RunRecord } from '#shared/prefetch/run.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { settingsOf } from '#shared/settings/settings-content.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import { processIsAlive } from '../engine/prefetch/lease.ts'
import type { PlanRun, RunEnd, RunProgress } from '../engine/prefetch/plan-run.ts'
import { PrefetchManager } from '../engine/prefetch/prefetch-manager.ts'
import { runPlan } from '../engine/prefetch/run/prefetch-run.ts'
import { ownRunStore } from '../engine/prefetch/runner/run-store.ts'
import { symbolsOfPlan } from '../engine/prefetch/use/plan-symbols.ts'
import { readSettings } from '../engine/settings/read-settings.ts'
import { settingsPath } from '../engine/settings/settings-place.ts'
import { environmentSecrets } from '../engine/sources/secrets/secrets.ts'
import type { StoreWriter } from '../engine/store/store.ts'
import type { Io } from './io.ts'
import { progressOf } from './progress.ts'

/**
 * Runs a plan of a store now and answers its record, with a progress line. Throws a Failure of code 'usage' when there
 * is no such plan or it runs already, and 'cancelled' when the caller wants it to end: what is stored stays.
 */
export async function runPlanNow(
  writer: StoreWriter,
  calendars: Calendars,
  name: string,
  io: Io,
): Promise<RunRecord> {
  const { time, ticker } = io
  const progress = progressOf<RunRecord>(io, {
    share: ({ ready, of }) => (of === 0 ? 0 : ready / of),
    rate: ({ bars }, seconds) => `${Math.round(bars / seconds)} bars/s`,
    label: ({ ready, of, session }) => `${ready} of ${of} for ${session}`,
  })
  const troubles: string[] = []
  const manager = new PrefetchManager(
    {
      store: ownRunStore(writer, processIsAlive),
      calendars,
      time,
      ticker,
      runPlan: (run, tell, signal) => runHere(writer, calendars, io, { run, tell, signal }),
      news: {
        changed() {},
        ended() {},
        progress: (run) => progress.show(run),
        trouble: (message) => troubles.push(message),
      },
      owner: `tapedeck prefetch (process ${process.pid})`,
      pid: process.pid,
    },
    defaultSettings,
  )
  try {
    const { record, done } = await manager.runNow(name, 'command')
    const cancel = (): void => manager.runner.cancel(record.id)
    if (io.signal.aborted) cancel()
    io.signal.addEventListener('abort', cancel, { once: true })
    const ended = await done
    io.signal.removeEventListener('abort', cancel)
    return ended
  } finally {
    progress.clear()
    for (const message of troubles) await io.stderr.write(`${message}\n`)
  }
}

/** What a run that ended is told as. Throws a Failure where nothing could be had, or it was cancelled. */
export function checkRun({ plan, session, outcome, reason }: RunRecord): void {
  const why = reason === undefined ? '' : `: ${reason}`
  if (outcome === 'cancelled')
    throw new Failure('cancelled', `The run of ${plan} for ${session} was cancelled.`)
  if (outcome !== 'done' && outcome !== 'partial')
    throw new Failure('unusable-source', `The run of ${plan} for ${session} had nothing${why}`)
}

/** One line for a person. */
export function runSentence(record: RunRecord): string {
  const { plan, session, ready, of, requests, bars, gaps, filled, outcome, reason } = record
  const left = outcome === 'done' || reason === undefined ? '' : `; ${reason}`
  return (
    `${plan}: ${ready} of ${of} sessions of symbols are ready for ${session}; ${bars} bars came in ${requests} requests, ` +
    `${filled} of ${gaps} missing minutes were filled${left}\n`
  )
}

interface Here {
  readonly run: PlanRun
  readonly tell: (progress: RunProgress) => void
  readonly signal: AbortSignal
}

function runHere(
  writer: StoreWriter,
  calendars: Calendars,
  { time, ticker, random, place }: Io,
  { run: { plan, session, due }, tell, signal }: Here,
): Promise<RunEnd> {
  const symbols = symbolsOfPlan(writer, plan, time.now())
  return runPlan(
    { plan, symbols, session, since: due, maxTries: triesSet(place) },
    {
      store: writer,
      calendars,
      time,
      ticker,
      random,
      secretsOf: ({ definition }) => environmentSecrets(definition, place.variables),
      storeFill: (fill) => writer.storeFill(fill),
    },
    tell,
    signal,
  )
}

/** Who runs a plan wants each source asked at least once, whatever the settings say of upkeep. */
function triesSet(place: Io['place']): number {
  const found = readSettings(settingsPath(place))
  const kept = found.kind === 'damaged' ? defaultSettings : settingsOf(found.content)
  return Math.max(1, kept.dataUpkeepMaxRetries)
}
