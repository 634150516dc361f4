import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { parseCommissionTable } from '#shared/backtest/cost-spec.ts'
import { intradayMs, oneDay, parseInterval } from '#shared/bars/interval.ts'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import type { ListedSymbol } from '#shared/protocol/store-calls.ts'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'
import { formatCount } from '../../charts/prices.ts'
import type { FormText } from './form-text.ts'
import { chosenStrategy, strategyKey } from './strategy-key.ts'

/** So many symbols may be in one run. */
const mostSymbols = 1000

/** What a form is checked against. */
export interface Known {
  /** Undefined while they are read. */
  readonly strategies: readonly ListedStrategy[] | undefined
  /** Every symbol of the store. */
  readonly symbols: readonly ListedSymbol[]
  readonly lists: readonly WatchlistState[]
  /** How far the calendar of the exchange reaches. */
  readonly range: { readonly first: string; readonly last: string } | undefined
}

/** What is wrong, by the field it is wrong with: `param NAME` for that of a strategy. */
export type Problems = Readonly<Record<string, string>>

/** What a form asks for, or undefined where something is wrong; and everything that is wrong, each at its field. */
export function checkForm(
  text: FormText,
  known: Known,
): { readonly request: BacktestRequest | undefined; readonly problems: Problems } {
  const problems: Record<string, string> = {}
  const note = (field: string, problem: string | undefined): void => {
    if (problem !== undefined) problems[field] ??= problem
  }
  const strategy = chosenStrategy(text.strategy, known.strategies)
  if (known.strategies && !strategy) note('strategy', 'Choose a strategy.')
  if (strategy?.fault) note('strategy', faultText(strategy.fault))
  if (strategy?.pending) note('strategy', 'It is being read.')
  const params = strategy ? paramsOf(text, strategy, note) : {}
  const symbols = symbolsInRun(text, known)
  note('symbols', symbolsProblem(text, symbols))
  const [from, to] = sessionsOf(text, known.range, note)
  const interval = parseInterval(text.interval)
  if (!interval || (intradayMs(interval) === undefined && interval !== oneDay))
    note('interval', 'Choose a length of up to a day.')
  const broker = brokerOf(text, note)
  const isRight = Object.keys(problems).length === 0
  if (!isRight || !strategy || !from || !to || !interval) return { request: undefined, problems }
  return {
    problems,
    request: {
      strategy:
        strategy.kind === 'built-in'
          ? { kind: 'built-in', name: strategy.id }
          : { kind: 'file', file: strategy.id },
      params,
      symbols: [...symbols.taken],
      from,
      to,
      interval,
      view: text.view,
      broker,
      closeAtEnd: text.closeAtEnd,
    },
  }
}

type Note = (field: string, problem: string | undefined) => void

/** "Line 12: …" of what is wrong with a strategy. */
export function faultText({ message, line }: NonNullable<ListedStrategy['fault']>): string {
  return line === undefined ? message : `Line ${line}: ${message}`
}

function paramsOf(text: FormText, strategy: ListedStrategy, note: Note): Record<string, number> {
  const typed = text.params[strategyKey(strategy)] ?? {}
  const given: Record<string, number> = {}
  for (const [name, param] of Object.entries(strategy.params)) {
    const written = typed[name]
    if (written === undefined) continue
    const value = numberOf(written)
    const isWhole = isWholeParam(param)
    const fits = value >= param.min && value <= param.max && (!isWhole || Number.isInteger(value))
    if (!fits)
      note(
        paramField(name),
        `A ${isWhole ? 'whole number' : 'number'} from ${String(param.min)} to ${String(param.max)}.`,
      )
    if (value !== param.default) given[name] = value
  }
  return given
}

/** Name of the field of a param. */
export function paramField(name: string): string {
  return `param ${name}`
}

/** Whether a param takes whole numbers alone. */
export function isWholeParam({ min, step = 1 }: ListedStrategy['params'][string]): boolean {
  return Number.isInteger(step) && Number.isInteger(min)
}

/** Symbols that a form names: those that the store has on its exchange, and others. */
export interface NamedSymbols {
  readonly found: readonly string[]
  readonly unknown: readonly string[]
}

export function symbolsOf(
  { symbolsOf: of, exchange, symbols: typed }: Pick<FormText, 'symbolsOf' | 'exchange' | 'symbols'>,
  { symbols, lists }: Pick<Known, 'symbols' | 'lists'>,
): NamedSymbols {
  const on = new Set(symbols.filter((listed) => listed.exchange === exchange).map(({ symbol }) => symbol))
  if (of === 'all') return { found: [...on], unknown: [] }
  if (of !== 'list') {
    const list = lists.find(({ id }) => id === of)
    return { found: list?.symbols.filter((symbol) => on.has(symbol)) ?? [], unknown: [] }
  }
  const names = typedSymbols(typed)
  return { found: names.filter((name) => on.has(name)), unknown: names.filter((name) => !on.has(name)) }
}

/** Names as they were typed, each once. */
export function typedSymbols(text: string): readonly string[] {
  const names = text.toUpperCase().split(/[\s,;]+/)
  return [...new Set(names.filter((name) => name !== ''))]
}

/** Symbols of a run; those without bars in its sessions are left out of a list, and told where they were typed. */
export interface RunSymbols {
  readonly taken: readonly string[]
  readonly withoutBars: readonly string[]
  readonly unknown: readonly string[]
}

/** Which of the symbols that a form names have bars in its sessions, as far as that is known. */
export function symbolsInRun(
  text: Pick<FormText, 'symbolsOf' | 'exchange' | 'symbols' | 'from' | 'to' | 'interval'>,
  known: Pick<Known, 'symbols' | 'lists'>,
): RunSymbols {
  const { found, unknown } = symbolsOf(text, known)
  const [from, to] = [parseSessionDate(text.from.trim()), parseSessionDate(text.to.trim())]
  // Bars of a day may be stored without minutes, of which alone it is known where they begin and end.
  if (!from || !to || to < from || text.interval === oneDay) return { taken: found, withoutBars: [], unknown }
  const named = new Set(found)
  const outside = new Set(
    known.symbols
      .filter(({ symbol, firstSession, lastSession }) => {
        if (!named.has(symbol)) return false
        return !firstSession || !lastSession || firstSession > to || lastSession < from
      })
      .map(({ symbol }) => symbol),
  )
  return {
    taken: found.filter((symbol) => !outside.has(symbol)),
    withoutBars: found.filter((symbol) => outside.has(symbol)),
    unknown,
  }
}

function symbolsProblem(
  { symbolsOf: of }: Pick<FormText, 'symbolsOf'>,
  { taken, withoutBars, unknown }: RunSymbols,
): string | undefined {
  if (unknown.length > 0) return `The store has no ${firstOf(unknown)} on this exchange.`
  if (withoutBars.length > 0 && (of === 'list' || taken.length === 0))
    return `${firstOf(withoutBars)} ${withoutBars.length === 1 ? 'has' : 'have'} no minute bars in these sessions.`
  if (taken.length === 0) return 'Choose at least one symbol of this exchange.'
  if (taken.length > mostSymbols)
    return `${formatCount(taken.length)} symbols are too many for one run: choose up to ${formatCount(mostSymbols)}.`
  return undefined
}

/** "SPY", "SPY and 3 more". */
function firstOf([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} and ${formatCount(others.length)} more` : first
}

function sessionsOf(
  text: FormText,
  range: Known['range'],
  note: Note,
): readonly [from: SessionDate | undefined, to: SessionDate | undefined] {
  const from = parseSessionDate(text.from.trim())
  const to = parseSessionDate(text.to.trim())
  if (!from) note('from', 'Write a date as 2024-11-18.')
  if (!to) note('to', 'Write a date as 2024-11-18.')
  if (from && to && to < from) note('to', 'It lies before the first session.')
  for (const [field, date] of Object.entries({ from, to }))
    if (range && date && (date < range.first || date > range.last))
      note(field, `The calendar reaches from ${range.first} to ${range.last}.`)
  return [from, to]
}

function brokerOf(text: FormText, note: Note): BrokerSettings {
  const amount = (field: string, typed: string, most = Number.POSITIVE_INFINITY): number => {
    const value = numberOf(typed)
    if (!(value >= 0)) note(field, 'A number of 0 or more.')
    else if (value >= most) note(field, `Less than ${most}.`)
    return value
  }
  const cash = numberOf(text.cash)
  if (!(cash > 0)) note('cash', 'Money above 0.')
  const initial = numberOf(text.initial)
  const maintenance = numberOf(text.maintenance)
  if (!(initial > 0 && initial <= 100)) note('initial', 'Above 0, up to 100 %.')
  if (!(maintenance >= 0 && maintenance <= 100)) note('maintenance', 'From 0 to 100 %.')
  else if (maintenance > initial) note('maintenance', 'Not above what opens it.')
  const share = text.volumeShare.trim() === '' ? undefined : numberOf(text.volumeShare)
  if (share !== undefined && !(share > 0 && share <= 100))
    note('volumeShare', 'Above 0, up to 100 %, or nothing.')
  return {
    cash,
    commission: commissionOf(text, amount, note),
    slippage: costOf(text.slippage, text.slippageAmount, (typed, most) => amount('slippage', typed, most)),
    spread: costOf(text.spread, text.spreadAmount, (typed, most) => amount('spread', typed, most)),
    volumeShare: share,
    margin: { initial: initial / 100, maintenance: maintenance / 100 },
    allowShort: text.allowShort,
  }
}

function commissionOf(
  { commission: kind, rate, least, table }: FormText,
  amount: (field: string, typed: string, most?: number) => number,
  note: Note,
): BrokerSettings['commission'] {
  switch (kind) {
    case 'none':
      return { kind }
    case 'per-share': {
      const money = amount('commission', rate)
      return least.trim() === '' ? { kind, money } : { kind, money, least: amount('least', least) }
    }
    case 'per-trade':
      return { kind, money: amount('commission', rate) }
    case 'percent':
      return { kind, percent: amount('commission', rate, 100) }
    case 'table': {
      // The header is not typed, so lines count from the first row.
      const parsed = parseCommissionTable(`up_to,per_share\n${table}`, 'Table')
      if ('value' in parsed) return parsed.value
      note(
        'commission',
        parsed.problem.replace(/^Table, line (\d+): /, (_, line: string) => `Line ${Number(line) - 1}: `),
      )
      return { kind: 'none' }
    }
  }
}

function costOf(
  kind: FormText['slippage'],
  typed: string,
  amount: (typed: string, most?: number) => number,
): BrokerSettings['slippage'] {
  switch (kind) {
    case 'none':
      return { kind }
    case 'ticks':
      return { kind, ticks: amount(typed) }
    case 'percent':
      return { kind, percent: amount(typed, 100) }
  }
}

/** The number that was typed; NaN for anything else. */
export function numberOf(text: string): number {
  const typed = text.trim()
  return /^-?\d{1,12}(\.\d{1,12})?$/.test(typed) ? Number(typed) : Number.NaN
}
