import type { CostsLine, IndicatorLine, SessionFile, StrategyLine } from './session-file.ts'
import type { TrailingWindow } from './trailing-window.ts'

/** What a key of a session file is, for people. */
export interface KeyText {
  /** What it may hold. */
  readonly values: string
  /** What holds where it is not told; empty where it has to be. */
  readonly default: string
  readonly help: string
}

/** A text for each key, so that none can be forgotten. */
type TextsOf<T> = Readonly<Record<keyof T, KeyText>>

const symbolNames = 'list of symbols'
const interval = 'interval, e.g. `1m`, `5m`, `1h`, `1d`'
const number = 'number'

export const sessionFileTexts: TextsOf<SessionFile> = {
  session: {
    values: 'date `YYYY-MM-DD`',
    default: '',
    help: 'The session. Either this or `from` and `to`.',
  },
  from: {
    values: 'date `YYYY-MM-DD`',
    default: '',
    help: 'The first of several sessions, included.',
  },
  to: { values: 'date `YYYY-MM-DD`', default: '', help: 'The last of them, included.' },
  symbols: { values: symbolNames, default: '', help: 'What is played, at least one.' },
  exchange: {
    values: 'code, e.g. `XNYS`',
    default: 'that of the first symbol in the store',
    help: 'Whose calendar says what a session is.',
  },
  hours: {
    values: '`regular` or `all`',
    default: '`regular`',
    help: '`all` has the hours before and after the regular ones too.',
  },
  intervals: {
    values: 'list of intervals, e.g. `5m`, `1h`, `1d`',
    default: 'window: as the chart is; command line: `5m`, `15m`',
    help: 'Bars that are made of the minutes. The chart of the window begins with the first of them; on the command line 1d at most.',
  },
  trailing: {
    values: '0 to 20, or list of windows',
    default: '5',
    help: 'Sessions before that are kept at hand. A number is that of 1m sessions for all symbols.',
  },
  indicators: {
    values: 'list of indicators',
    default: 'none',
    help: 'As many earlier sessions are loaded as they need for a value at the first bar.',
  },
  strategy: { values: 'strategy', default: 'none', help: 'For backtests; a replay has no use for it.' },
  costs: { values: 'costs', default: 'none', help: 'For backtests; a replay has no use for it.' },
  adjustment: {
    values: '`raw`, `split` or `split-and-dividend`',
    default: '`split`',
    help: 'The session itself is as traded; how those before it are changed for the splits, and dividends, up to it.',
  },
  view: {
    values: '`as-repaired` or `as-traded`',
    default: '`as-repaired`',
    help: 'As traded, a bar is there from the time on at which it was known, in its version of then; as repaired, in its last version from its end on.',
  },
  speed: {
    values: '1 to 3600, or `max`',
    default: 'window: as it is set; command line: `max`',
    help: 'A number is times real time and waits for nobody; `max` waits for everyone who reads along.',
  },
}

export const trailingTexts: TextsOf<TrailingWindow> = {
  sessions: { values: '0 to 20', default: '', help: 'How many sessions of the exchange.' },
  interval: { values: interval, default: '', help: 'Of which bars; 1d at most.' },
  symbols: { values: symbolNames, default: 'all', help: 'For which of the symbols.' },
}

export const indicatorTexts: TextsOf<IndicatorLine> = {
  name: { values: 'name, see below', default: '', help: 'Which indicator.' },
  interval: { values: interval, default: '', help: 'Of which bars; 1d at most.' },
  symbols: { values: symbolNames, default: 'all', help: 'For which of the symbols.' },
  params: { values: 'object of numbers', default: 'see below', help: 'What it is set up with.' },
  forming: {
    values: '`true` or `false`',
    default: '`false`',
    help: 'Whether bars that are still forming count.',
  },
}

export const strategyTexts: TextsOf<StrategyLine> = {
  file: { values: 'path', default: '', help: 'The file of the strategy.' },
  params: {
    values: 'object of numbers, texts, switches',
    default: "the strategy's own",
    help: 'Its params.',
  },
}

export const costsTexts: TextsOf<CostsLine> = {
  cash: { values: number, default: 'that of the backtest', help: 'Money at the start.' },
  commission: {
    values: '`none`, `per-share:0.005`, `per-trade:1`, `percent:0.2`, `table:FILE`',
    default: '`none`',
    help: 'What a trade costs.',
  },
  slippage: {
    values: '`none`, `ticks:1`, `percent:0.01`',
    default: '`none`',
    help: 'How much worse than the price orders fill.',
  },
}
