import type { Interval } from '../bars/interval.ts'
import type { Setting, ValueOf } from './setting.ts'

function intervals(...texts: readonly string[]): readonly Interval[] {
  return texts as readonly Interval[]
}

/** Every setting of the engine, declared once: shapes, help, warnings and the page of settings follow from here. */
export const settings = {
  dataUpkeepEnabled: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help: 'Looks for missing minutes while a session runs, and measures its quality.',
  },
  dataUpkeepCheckIntervalSeconds: {
    kind: 'amount',
    default: 60,
    unit: 'seconds',
    least: 1,
    sensible: {
      from: { value: 30, else: 'minutes come once a minute, so that most checks find nothing new' },
      to: { value: 300, else: 'gaps stay open for long before anyone looks' },
    },
    applies: 'live',
    help: 'Time between two checks for missing minutes.',
  },
  dataUpkeepRetryMissingBars: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help: 'Asks the sources for missing minutes again until they come or the tries are used up.',
  },
  dataUpkeepMaxRetries: {
    kind: 'amount',
    default: 5,
    unit: 'tries',
    least: 0,
    sensible: {
      from: { value: 1, else: 'a gap is never asked for again' },
      to: { value: 20, else: 'sources are asked over and over for minutes they do not have' },
    },
    applies: 'live',
    help: 'How often a gap is tried before it is left alone until there is new evidence.',
  },
  dataUpkeepDerivedIntervals: {
    kind: 'intervals',
    default: intervals('5m', '15m'),
    applies: 'live',
    help: 'Intervals that are derived from minutes without being asked for, for all symbols of a replay.',
  },
  dataUpkeepAutoComputeDerived: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help: 'Derives bars of these intervals as minutes come. Otherwise they are made when they are first shown.',
  },
  historicalBarsEnabled: {
    kind: 'switch',
    default: true,
    applies: 'next-session',
    help: 'Keeps the sessions before the present one at hand.',
  },
  historicalBarsTrailingDays: {
    kind: 'amount',
    default: 5,
    unit: 'sessions',
    least: 0,
    sensible: {
      from: { value: 1, else: 'no session before the present one is at hand' },
      to: { value: 20, else: 'loading takes longer and more memory' },
    },
    applies: 'next-session',
    help: 'How many sessions before the present one are kept: sessions of the exchange, not days.',
  },
  historicalBarsIntervals: {
    kind: 'intervals',
    default: intervals('1m', '5m'),
    applies: 'next-session',
    help: 'Intervals of the bars that are kept of them.',
  },
  historicalBarsAutoLoad: {
    kind: 'switch',
    default: true,
    applies: 'next-session',
    help: 'Loads them when a session is opened. Otherwise only those are kept that the replay has rolled from.',
  },
  prefetchEnabled: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help: 'Loads the next session before it is needed. It serves replays and backtests.',
  },
  prefetchWindowMinutes: {
    kind: 'amount',
    default: 60,
    unit: 'minutes',
    least: 1,
    sensible: { from: { value: 30, else: 'a slow source may not be done when the session begins' } },
    applies: 'live',
    help: 'How long before a session begins it is loaded.',
  },
  prefetchCheckIntervalMinutes: {
    kind: 'amount',
    default: 5,
    unit: 'minutes',
    least: 1,
    sensible: { to: { value: 10, else: 'much of the window may pass before loading begins' } },
    applies: 'live',
    help: 'Time between two looks at whether a session is near.',
  },
  prefetchAutoActivate: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help: 'Puts a session that was loaded ahead in place when it begins.',
  },
  prefetchLearnSymbols: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help:
      'Takes note of which symbols are replayed, charted and put on watchlists, so that plans can be for those used ' +
      'most. The list can be seen and changed.',
  },
  sessionAutoRoll: {
    kind: 'switch',
    default: true,
    applies: 'live',
    help: 'Goes on to the next session when one has ended. Otherwise it waits to be rolled by hand.',
  },
  sessionTimeoutSeconds: {
    kind: 'amount',
    default: 300,
    unit: 'seconds',
    least: 1,
    sensible: {
      from: { value: 60, else: 'a quiet minute already counts as a fault' },
      to: { value: 600, else: 'a dead feed stays unnoticed for long' },
    },
    applies: 'live',
    help:
      'How long no bar of a symbol may come before it is late, and of all symbols before the session times out. ' +
      'Only minutes in which bars are expected count.',
  },
  sessionBoundaryCheckInterval: {
    kind: 'amount',
    default: 60,
    unit: 'seconds',
    least: 1,
    applies: 'live',
    help: 'Longest time between two looks at where the session stands; what is due by the calendar comes on time.',
  },
  sessionPostMarketRollDelay: {
    kind: 'amount',
    default: 30,
    unit: 'minutes',
    least: 0,
    applies: 'live',
    help:
      'How long after the close a session ends and rolls; at the latest when the next one begins. A replay skips ' +
      'that time, and plays extended hours to their end if they are shown.',
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings

/** A value for every setting. */
export type Settings = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> }

export type SettingValue = Settings[SettingName]

/** Names of all settings, in the order they are declared. */
export const settingNames = Object.keys(settings) as readonly SettingName[]

export const defaultSettings = Object.fromEntries(
  settingNames.map((name) => [name, settings[name].default]),
) as unknown as Settings
