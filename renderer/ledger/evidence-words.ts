import type { EvidenceItem } from '#shared/protocol/ledger-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatCount, formatPrice } from '../charts/prices.ts'
import { formatDate, formatMinute, formatSpan } from '../time/zone.ts'
import { classStyles } from './class-style.ts'

/** One thing that is known of a gap: what it is about, and what it says. */
export interface EvidenceLine {
  readonly about: string
  readonly text: string
}

const outcomes = {
  empty: 'it had nothing',
  failed: 'it did not answer',
  truncated: 'its answer was cut off',
} as const

/** Evidence in words, times in the zone of the exchange; undefined where the gap's class says it already. */
export function evidenceLine(item: EvidenceItem, zone: string): EvidenceLine | undefined {
  switch (item.kind) {
    case 'hours':
      return undefined
    case 'request':
      return { about: `Asked ${item.source}`, text: requestText(item, zone) }
    case 'mark':
      return { about: 'By hand', text: markText(item, zone) }
    case 'stand-in':
      return { about: 'Synthetic bars', text: standInText(item, zone) }
    case 'halt': {
      const code = item.code === '' ? '' : ` (${item.code})`
      return {
        about: 'Halt',
        text: `${formatSpan(zone, item.from, item.to)}${code}, says ${item.source}`,
      }
    }
    case 'listing':
      return { about: 'Listing', text: `the first bar that is known is of ${formatDate(zone, item.first)}` }
    case 'stored':
      return { about: 'Store', text: storedText(item) }
    case 'usual':
      return { about: 'Usual', text: usualText(item) }
    case 'daily-volume':
      return { about: 'Daily volume', text: dailyText(item) }
    case 'neighbours':
      return { about: 'Beside it', text: neighboursText(item) }
    case 'others':
      return { about: 'Other symbols', text: othersText(item) }
    case 'other-feed':
      return { about: 'Other feed', text: `${item.feed} has a bar` }
    case 'quotes':
      return { about: 'Quotes', text: 'they go on' }
  }
}

function moment(zone: string, time: EpochMs): string {
  return `${formatDate(zone, time)} ${formatMinute(zone, time)}`
}

function requestText(item: Extract<EvidenceItem, { kind: 'request' }>, zone: string): string {
  const { from, to, askedAt, outcome, bars, detail } = item
  const came = outcome === 'bars' ? `${bars} ${bars === 1 ? 'bar' : 'bars'} came` : outcomes[outcome]
  const asked = `try ${item.try} on ${moment(zone, askedAt)} for ${formatSpan(zone, from, to)}: ${came}`
  return detail === undefined ? asked : `${asked} (${detail})`
}

function markText({ at, reason, ...mark }: Extract<EvidenceItem, { kind: 'mark' }>, zone: string): string {
  if (mark.class === 'none') return `mark taken back on ${moment(zone, at)}`
  return `${classStyles[mark.class].name}, on ${moment(zone, at)}: ${reason}`
}

function standInText({ price, by, at }: Extract<EvidenceItem, { kind: 'stand-in' }>, zone: string): string {
  if (price === undefined) return `taken back by ${by} on ${moment(zone, at)}`
  return `flat at ${formatPrice(price)}, volume 0, asked for by ${by} on ${moment(zone, at)}; they are no data`
}

function storedText({ feed, before, after }: Extract<EvidenceItem, { kind: 'stored' }>): string {
  if (feed === undefined) return 'it has no bar of this session'
  if (before && after) return `feed ${feed} has bars before and after`
  if (!before && !after) return `feed ${feed} has no bar of this session`
  return `feed ${feed} has bars ${before ? 'before, none after' : 'after, none before'}`
}

function usualText(item: Extract<EvidenceItem, { kind: 'usual' }>): string {
  const { sessions, minutes, present, volume, longestRun } = item
  if (sessions === 0 || minutes === 0) return 'nothing is known of this time of day'
  const over = sessions === 1 ? 'in this session' : `in ${sessions} sessions`
  const longest = longestRun === 0 ? '' : `, the longest other run without one is ${longestRun} min`
  return `${formatCount(present)} of ${formatCount(minutes)} minutes around this time have a bar ${over}, of volume ${formatCount(volume)}${longest}`
}

function dailyText(item: Extract<EvidenceItem, { kind: 'daily-volume' }>): string {
  const { feed, volume, allMinutes, regularMinutes, missing } = item
  return `feed ${feed} has ${formatCount(volume)} for the day and ${formatCount(allMinutes)} in its minutes, ${formatCount(regularMinutes)} of it in regular hours; ${formatCount(missing)} minutes are missing`
}

function neighboursText({ before, after }: Extract<EvidenceItem, { kind: 'neighbours' }>): string {
  const told = (volume: number | undefined) =>
    volume === undefined ? 'no bar' : `volume ${formatCount(volume)}`
  return `${told(before)} before, ${told(after)} after`
}

function othersText({ liquid, missing }: Extract<EvidenceItem, { kind: 'others' }>): string {
  if (liquid === 0) return 'none trades every minute'
  if (missing.length === 0) return `all ${liquid} busy ones have a bar`
  const named = missing.slice(0, 6).join(', ')
  const more = missing.length > 6 ? ` and ${missing.length - 6} more` : ''
  return `${missing.length} of ${liquid} busy ones lack it too: ${named}${more}`
}
