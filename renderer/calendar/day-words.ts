import { flooredPercent } from '#shared/gaps/percent.ts'
import { changeNote } from '../calendar-overlay/change-words.ts'
import { formatCount } from '../charts/prices.ts'
import { formatMinute, formatSession, formatSpan } from '../time/zone.ts'
import { type Bars, type Day, lastRun } from './day-model.ts'
import type { MadeReady } from './made-ready.ts'
import {
  type Counts,
  endedOf,
  type Measure,
  type MinuteMeasure,
  measureNames,
  percentText,
  shareOf,
} from './measures.ts'

/** Everything about a day in words: for the tip, and for whoever does not see the colours. */
export function dayWords(day: Day, measure: Measure, zone: string): string {
  const parts = [
    kindWords(day, zone),
    ...(day.session ? [measure === 'prefetched' ? runsWords(day) : barsWords(day.bars, measure)] : []),
    ...day.interruptions.map(
      ({ start, end, reason }) => `trading stopped ${formatSpan(zone, start, end)} (${reason})`,
    ),
    day.clockChange === undefined ? undefined : clockWords(day.clockChange),
    day.projected && day.session ? 'projected' : undefined,
    changeNote(day.changes),
  ]
  return `${formatSession(day.date)}: ${parts.filter(Boolean).join('; ')}`
}

/** What kind of day it is: "session", "early close at 13:00, day before Independence Day", "closed: Christmas Day". */
export function kindWords({ session, closure }: Day, zone: string): string {
  if (!session) return closure ? `closed: ${closure.reason}` : 'no session'
  const { open, close, lateOpen, earlyClose, reason } = session
  const unusual = [
    lateOpen && `late open at ${formatMinute(zone, open)}`,
    earlyClose && `early close at ${formatMinute(zone, close)}`,
  ].filter(Boolean)
  if (unusual.length === 0) return reason === undefined ? 'session' : `session, ${reason}`
  return `${unusual.join(', ')}${reason === undefined ? '' : `, ${reason}`}`
}

function runsWords({ runs, madeReady }: Day): string {
  const run = lastRun(runs)
  if (!run) return madeReady ? madeReadyWords(madeReady) : 'not prefetched'
  const share = percentText(flooredPercent(run.ready, run.of))
  return `prefetched ${share}, ${formatCount(run.ready)} of ${formatCount(run.of)} sessions of symbols ready by the run of ${run.plan}`
}

/** "prefetched 100.0 %, 4 of 4 symbols ready, before Mon 23 Nov 2026 by the run of Night". */
function madeReadyWords({ ready, of, run }: MadeReady): string {
  const share = percentText(flooredPercent(ready, of))
  return `prefetched ${share}, ${formatCount(ready)} of ${symbolsText(of)} ready, before ${formatSession(run.session)} by the run of ${run.plan}`
}

function barsWords(bars: Bars, measure: MinuteMeasure): string {
  switch (bars.kind) {
    case 'unknown':
      return 'being counted'
    case 'to-come':
      return 'to come'
    case 'none':
      return 'no bars'
    case 'counted':
      return `${shareWords(bars.counts, measure)}; bars of ${bars.stored} of ${symbolsText(bars.symbols)}`
  }
}

/** "coverage 98.4 %, 4,987 of 5,040 minutes, 53 missing". */
export function shareWords(counts: Counts, measure: MinuteMeasure): string {
  const { recorded, filled, noTrade, halted, missing } = counts
  const part = {
    coverage: recorded + filled,
    explained: recorded + filled + noTrade + halted,
    filled,
  }[measure]
  const share = percentText(shareOf(measure, counts))
  const of = `${formatCount(part)} of ${formatCount(endedOf(counts))} minutes`
  return `${measureNames[measure].toLowerCase()} ${share}, ${of}, ${formatCount(missing)} missing`
}

/** "clocks go forward 1 h". */
export function clockWords(minutes: number): string {
  const length = Math.abs(minutes)
  const time = length % 60 === 0 ? `${length / 60} h` : `${length} min`
  return `clocks go ${minutes > 0 ? 'forward' : 'back'} ${time}`
}

export function symbolsText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'symbol' : 'symbols'}`
}
