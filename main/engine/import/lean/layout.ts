import type { BarKind } from '../../store/store.ts'

/** What the place and name of a file in LEAN's data folder say of it. */
export interface LeanPlace {
  /** e.g. equity, crypto. */
  readonly security: string
  /** e.g. usa, coinbase. */
  readonly market: string
  readonly resolution: string
  readonly symbol: string
  readonly kind: BarKind
  /** YYYYMMDD of a file of one day. */
  readonly date: string | undefined
}

const dayFile = /^(\d{8})_(trade|quote)\.(?:zip|csv)$/i
const wholeFile = /^(.+?)(?:_(trade|quote))?\.zip$/i
const innerFile = /^(\d{8})_(.+)_(minute|second|tick|hour|daily)_(trade|quote)\.csv$/i
const securities = /^(?:equity|crypto|cryptofuture|forex|cfd|index|future|futureoption|option|indexoption)$/

/** Reads a path of LEAN's layout, e.g. `…/equity/usa/minute/spy/20131011_trade.zip`; undefined when it is none. */
export function leanPlaceOfPath(path: string): LeanPlace | undefined {
  const names = path.toLowerCase().split(/[\\/]+/)
  const file = names.at(-1) ?? ''
  const day = dayFile.exec(file)
  if (day) return place(names.slice(-5, -1), kindOf(day[2]), day[1])
  const whole = wholeFile.exec(file)
  if (!whole) return undefined
  return place([...names.slice(-4, -1), whole[1] ?? ''], kindOf(whole[2]), undefined)
}

/** Symbol, day and kind from the name of the CSV in a zip, e.g. `20131011_spy_minute_trade.csv`. */
export function leanPlaceOfInnerName(name: string): Omit<LeanPlace, 'security' | 'market'> | undefined {
  const match = innerFile.exec(name.toLowerCase())
  if (!match) return undefined
  const [, date, symbol = '', resolution = '', kind] = match
  return { resolution, symbol, kind: kindOf(kind), date }
}

function place(names: readonly string[], kind: BarKind, date: string | undefined): LeanPlace | undefined {
  const [security = '', market = '', resolution = '', symbol = ''] = names
  if (!securities.test(security)) return undefined
  return { security, market, resolution, symbol, kind, date }
}

function kindOf(name: string | undefined): BarKind {
  return name === 'quote' ? 'quote' : 'trade'
}
