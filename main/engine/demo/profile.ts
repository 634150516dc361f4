/** What makes one made-up symbol differ from another. */
export interface DemoProfile {
  readonly symbol: string
  /** Price before its first session, in dollars. */
  readonly price: number
  /** Deviation of a regular session's own return, without the market's. */
  readonly dailyVolatility: number
  /** How much of the market's return it follows. */
  readonly beta: number
  /** Mean return of a regular session. */
  readonly drift: number
  /** Shares of a usual full session. */
  readonly dailyVolume: number
  /** Least and most share of regular minutes without a trade; zero for a busy symbol. */
  readonly quiet: readonly [number, number]
  /** Share of extended-hours minutes with a trade, where they are busiest. */
  readonly extended: number
  /** Feed line that carries it; an outage takes out one line. A symbol of no line never loses a minute. */
  readonly line: FeedLine | undefined
}

export const feedLines = ['A', 'B', 'C'] as const
export type FeedLine = (typeof feedLines)[number]

const always = [0, 0] as const
const seldomStill = [0.004, 0.012] as const
const often = [0.05, 0.08] as const
const quietFund = [0.155, 0.195] as const

/** Symbols of the demo store: names that no exchange lists, from very busy to quiet. */
export const demoProfiles: readonly DemoProfile[] = [
  profile('TDALL', 412.3, 0.002, 1, 0.0004, 52_000_000, always, 0.85, undefined),
  profile('TDTEC', 238.75, 0.004, 1.25, 0.0005, 21_000_000, always, 0.6, undefined),
  profile('NORVA', 187.4, 0.013, 1.2, 0.0009, 38_000_000, always, 0.8, 'A'),
  profile('KESTL', 94.62, 0.016, 1.35, 0.0006, 24_000_000, always, 0.6, 'A'),
  profile('TALVO', 331.18, 0.012, 1.1, 0.0004, 15_500_000, always, 0.5, 'A'),
  profile('ORBEN', 56.09, 0.011, 0.8, 0.0002, 19_000_000, always, 0.4, 'A'),
  profile('VEXLA', 142.85, 0.024, 1.7, 0.0012, 44_000_000, always, 0.9, 'A'),
  profile('HALDO', 71.36, 0.01, 0.7, 0.0003, 12_000_000, always, 0.35, 'B'),
  profile('MIRVA', 208.51, 0.014, 1.15, 0.0005, 11_000_000, always, 0.35, 'B'),
  profile('SORVE', 38.27, 0.017, 1.05, -0.0004, 27_000_000, always, 0.45, 'B'),
  profile('DUNEL', 119.9, 0.012, 0.95, 0.0004, 9_500_000, always, 0.3, 'B'),
  profile('FENRO', 63.44, 0.015, 1, 0, 14_000_000, always, 0.3, 'B'),
  profile('GRIVO', 27.81, 0.021, 1.4, -0.0008, 31_000_000, always, 0.5, 'C'),
  profile('LOMBR', 154.2, 0.009, 0.6, 0.0003, 8_200_000, always, 0.25, 'C'),
  profile('WREXO', 83.07, 0.013, 0.9, 0.0002, 10_400_000, always, 0.25, 'C'),
  profile('ZILTA', 12.94, 0.028, 1.6, 0.0005, 35_000_000, always, 0.55, 'C'),
  profile('PELNO', 45.68, 0.014, 0.85, 0.0003, 3_100_000, seldomStill, 0.15, undefined),
  profile('QUILN', 98.15, 0.012, 0.75, 0.0004, 2_400_000, seldomStill, 0.12, undefined),
  profile('ARVON', 224.6, 0.013, 0.9, 0.0002, 1_300_000, seldomStill, 0.1, undefined),
  profile('CALDO', 17.32, 0.019, 1.1, -0.0003, 1_900_000, often, 0.08, undefined),
  profile('BELTR', 66.75, 0.011, 0.65, 0.0002, 850_000, often, 0.06, undefined),
  profile('TDSML', 53.28, 0.003, 1.1, 0.0003, 240_000, quietFund, 0.03, undefined),
  profile('TDBND', 91.06, 0.0012, -0.1, 0.0001, 310_000, quietFund, 0.03, undefined),
  profile('TDREM', 29.84, 0.004, 0.5, 0.0001, 160_000, quietFund, 0.02, undefined),
]

function profile(
  symbol: string,
  price: number,
  dailyVolatility: number,
  beta: number,
  drift: number,
  dailyVolume: number,
  quiet: readonly [number, number],
  extended: number,
  line: FeedLine | undefined,
): DemoProfile {
  return { symbol, price, dailyVolatility, beta, drift, dailyVolume, quiet, extended, line }
}

/** Any number of busy symbols TD0001, TD0002 …, for measuring at a size of one's choice. */
export function numberedProfiles(count: number): readonly DemoProfile[] {
  return Array.from({ length: count }, (_, i) => ({
    symbol: `TD${String(i + 1).padStart(4, '0')}`,
    price: 20 + ((i * 37) % 380),
    dailyVolatility: 0.008 + 0.001 * (i % 17),
    beta: 0.6 + 0.1 * (i % 11),
    drift: 0.0002,
    dailyVolume: 1_000_000 * (3 + (i % 40)),
    quiet: always,
    extended: 0.1 + 0.05 * (i % 9),
    line: undefined,
  }))
}
