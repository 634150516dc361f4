import { formatUtc } from '#shared/time/epoch.ts'
import {
  type Evidence,
  type HaltEvidence,
  type ListingEvidence,
  type MarkEvidence,
  ofKind,
  type StandInEvidence,
} from '../evidence/evidence.ts'
import { auctionPercent, dailyVolumeSays } from './daily-volume.ts'
import type { Trading } from './trading.ts'

const namedAtMost = 3

export const closed = 'the exchange was closed'
export const pending = 'the minute has not ended yet'
export const neverAsked = 'the store has no bar of the session, and no source was asked for one'

export function listing({ first }: ListingEvidence): string {
  return `sources that were asked have nothing before ${formatUtc(first)}, the first bar that is known`
}

export function mark({ reason, at }: MarkEvidence): string {
  return `marked by hand on ${formatUtc(at)}: ${reason}`
}

export function halt({ from, to, code, source }: HaltEvidence): string {
  const why = code === '' ? '' : ` (${code})`
  return `trading was halted${why} from ${formatUtc(from)} to ${formatUtc(to)}, says ${source}`
}

export function hasIt(sources: readonly string[]): string {
  return `${listed(sources)} ${sources.length === 1 ? 'has' : 'have'} a bar`
}

export function hadNothing(sources: readonly string[]): string {
  return `${sources.length} sources were asked and had nothing: ${listed(sources)}`
}

export function truncated(sources: readonly string[]): string {
  return `the answer of ${listed(sources)} was cut off and does not reach them`
}

export function silent(sources: readonly string[]): string {
  return `${listed(sources)} ${sources.length === 1 ? 'was' : 'were'} asked and did not answer`
}

export function standIn({ by, at }: StandInEvidence): string {
  return `synthetic bars stand there, which ${by} asked for on ${formatUtc(at)}`
}

/** `before` tells whether the bars that there are lie before the gap. */
export function cutOff(before: boolean): string {
  return before
    ? 'the stored bars of the session end before, and no source was asked for the rest'
    : 'the stored bars of the session begin after, and no source was asked for what came before'
}

/** What is usual, what lies on both sides, and what others have. `empty` are sources that had nothing. */
export function trading(evidence: readonly Evidence[], found: Trading, empty: readonly string[]): string {
  const parts = [
    empty.length > 0 ? `${listed(empty)} had nothing` : '',
    usual(evidence, found),
    neighbours(evidence),
    others(evidence),
    quotes(evidence),
    dailyVolume(evidence),
  ]
  const told = parts.filter((part) => part !== '')
  return told.length > 0 ? told.join('; ') : 'nothing is known but that the minutes are missing'
}

function usual(evidence: readonly Evidence[], found: Trading): string {
  const [known] = ofKind(evidence, 'usual')
  if (!known || known.sessions === 0) return ''
  const { present, minutes, dayPresent, dayMinutes, sessions, longestRun } = known
  const over = sessions === 1 ? 'in this session' : `in ${sessions} sessions`
  const share = `${over} ${present} of ${minutes} other minutes around that time of day have a bar, ${dayPresent} of ${dayMinutes} all day`
  return found === 'too-long' ? `${share}, and no other run without one is longer than ${longestRun}` : share
}

function neighbours(evidence: readonly Evidence[]): string {
  const [known] = ofKind(evidence, 'neighbours')
  const [typical] = ofKind(evidence, 'usual')
  const volumes = [known?.before, known?.after].filter((volume) => volume !== undefined)
  if (volumes.length === 0) return ''
  const against = typical && typical.volume > 0 ? `, usual is ${whole(typical.volume)}` : ''
  return `volume beside it is ${volumes.map(whole).join(' and ')}${against}`
}

function others(evidence: readonly Evidence[]): string {
  const [known] = ofKind(evidence, 'others')
  if (!known || known.liquid === 0) return ''
  const { liquid, missing } = known
  if (missing.length === 0)
    return liquid === 1 ? 'the other busy symbol has a bar' : `the ${liquid} other busy symbols have a bar`
  return `${missing.length} of ${liquid} other busy symbols ${missing.length === 1 ? 'lacks' : 'lack'} it too: ${listed(missing)}`
}

function quotes(evidence: readonly Evidence[]): string {
  return ofKind(evidence, 'quotes').length > 0 ? 'its quotes go on' : ''
}

function dailyVolume(evidence: readonly Evidence[]): string {
  const [known] = ofKind(evidence, 'daily-volume')
  const says = dailyVolumeSays(evidence)
  if (!known || !says) return ''
  const day = `the daily volume of feed ${known.feed} is ${whole(known.volume)}`
  const minutes = `its minutes have ${whole(known.allMinutes)}`
  if (says === 'complete') return `${day}, all of which its minutes have`
  if (says === 'larger')
    return `${day} and ${minutes}: more is left than the missing ones usually trade and the ${auctionPercent} % that auctions and other hours may make`
  return `${day} and ${minutes}, which tells nothing: up to ${auctionPercent} % may be auctions and other hours`
}

function listed(names: readonly string[]): string {
  const more = names.length - namedAtMost
  const shown = names.slice(0, namedAtMost)
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Volumes of coins have fractions; three digits of them tell enough. */
function whole(volume: number): string {
  return String(volume >= 100 ? Math.round(volume) : Number(volume.toPrecision(3)))
}
