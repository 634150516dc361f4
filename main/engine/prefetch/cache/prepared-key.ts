import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Miss } from '#shared/prefetch/session-start.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import type { ContentVersion } from '../../store/content-reader.ts'

/** All that a prepared session was made of and for. One of another key is another session (R22). */
export interface PreparedKey {
  readonly store: string
  readonly exchange: string
  readonly session: SessionDate
  /** Each once; in which order they are shown is no part of it. */
  readonly symbols: readonly string[]
  readonly hours: Hours
  readonly adjustment: AdjustmentMode
  readonly view: BarView
  readonly windows: readonly TrailingWindow[]
  /** Versions of the calendars of its exchanges, by code. */
  readonly calendars: ReadonlyMap<string, string>
  /** The sources of the store, in their order: by them it was found to be complete. */
  readonly sources: string
  /** Of its symbols, in alphabetical order. */
  readonly content: ContentVersion
}

/** Symbols in one order, each once. */
export function sortedSymbols(symbols: readonly string[]): readonly string[] {
  return [...new Set(symbols)].sort()
}

/**
 * Whether two requests are for the same thing, apart from the state of the world: undefined where they are. Both are
 * for the same store, exchange and session.
 */
export function whyOtherRequest(
  prepared: PreparedKey,
  asked: Omit<PreparedKey, 'calendars' | 'sources' | 'content'>,
): Miss | undefined {
  const missing = without(asked.symbols, prepared.symbols)
  const extra = without(prepared.symbols, asked.symbols)
  if (missing.length > 0) return other('symbols', `it was prepared without ${some(missing)}`)
  if (extra.length > 0) return other('symbols', `it was prepared with ${some(extra)} too`)
  if (prepared.hours !== asked.hours)
    return other('settings', `it was prepared for ${prepared.hours} hours, not for ${asked.hours} hours`)
  if (prepared.adjustment !== asked.adjustment)
    return other(
      'settings',
      `it was prepared with adjustment ${prepared.adjustment}, not ${asked.adjustment}`,
    )
  if (prepared.view !== asked.view)
    return other('settings', `it was prepared ${words(prepared.view)}, not ${words(asked.view)}`)
  const [has, wants] = [windowsText(prepared.windows), windowsText(asked.windows)]
  return has === wants ? undefined : other('settings', `it was prepared with ${has}, not with ${wants}`)
}

/** Whether the world is what it was when a session was prepared: undefined where it is. */
export function whyOtherWorld(
  prepared: PreparedKey,
  now: Pick<PreparedKey, 'calendars' | 'sources' | 'content'>,
): Miss | undefined {
  for (const [exchange, version] of prepared.calendars)
    if (now.calendars.get(exchange) !== version)
      return { code: 'other-calendar', reason: `The calendar of ${exchange} changed since it was prepared.` }
  if (prepared.sources !== now.sources)
    return {
      code: 'other-sources',
      reason: 'The sources of the store, or their order, changed since it was prepared.',
    }
  return whyOtherContent(prepared.symbols, prepared.content, now.content)
}

function whyOtherContent(
  symbols: readonly string[],
  before: ContentVersion,
  now: ContentVersion,
): Miss | undefined {
  const changed = sortedSymbols(symbols).filter((_, index) => before.changes[index] !== now.changes[index])
  const miss = (what: string): Miss => ({ code: 'store-changed', reason: `${what} since it was prepared.` })
  if (changed.length > 0) return miss(`The store learnt more of ${some(changed)}`)
  if (before.imports !== now.imports) return miss('Files were imported into the store')
  return before.factors === now.factors ? undefined : miss('Splits or dividends were imported into the store')
}

function other(what: 'symbols' | 'settings', why: string): Miss {
  const [first = '', ...rest] = why
  return { code: `other-${what}`, reason: `${first.toUpperCase()}${rest.join('')}.` }
}

function without(symbols: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others)
  return symbols.filter((symbol) => !known.has(symbol))
}

/** The first of some symbols and how many more. */
function some([first, ...more]: readonly string[]): string {
  return more.length === 0 ? `${first}` : `${first} and ${more.length} more`
}

function words(view: BarView): string {
  return view.replace('-', ' ')
}

/** The windows of a request in one form, whatever their order. */
function windowsText(windows: readonly TrailingWindow[]): string {
  const texts = windows.map(({ sessions, interval, symbols }) => {
    const whose = symbols ? ` of ${sortedSymbols(symbols).join(', ')}` : ''
    return `${sessions} sessions of ${interval}${whose} before it`
  })
  return texts.length === 0 ? 'no sessions before it' : texts.sort().join(' and ')
}
