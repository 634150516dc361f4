import type { Commission, Slippage, Spread } from './broker-settings.ts'

/** What a text says, or what is wrong with it: one line that names the text and says what to write. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string }

/** A commission as a text names it; that of a table is in a file, for parseCommissionTable to read. */
export type CommissionSpec = Commission | { readonly kind: 'table-file'; readonly file: string }

/**
 * Reads `none`, `per-share:0.005` (also `per-share:0.005,least:1`), `per-trade:1`, `percent:0.2` (percent of the
 * money that changes hands) or `table:FILE`.
 */
export function parseCommission(text: string): Parsed<CommissionSpec> {
  if (text === 'none') return { value: { kind: 'none' } }
  const [kind, rest] = cut(text, ':')
  switch (kind) {
    case 'per-share':
      return perShare(text, rest)
    case 'per-trade': {
      const money = amount(rest)
      return money === undefined ? wrongNumber('commission', text, rest) : { value: { kind, money } }
    }
    case 'percent': {
      const percent = amount(rest)
      if (percent === undefined) return wrongNumber('commission', text, rest)
      return percent < 100 ? { value: { kind, percent } } : tooMuch('commission', text)
    }
    case 'table':
      return rest === '' ? wrongCommission(text) : { value: { kind: 'table-file', file: rest } }
    default:
      return wrongCommission(text)
  }
}

/** Reads `none`, `ticks:1` or `percent:0.01`. */
export function parseSlippage(text: string): Parsed<Slippage> {
  return ticksOrPercent('slippage', text)
}

/** Reads `none`, `ticks:1` or `percent:0.01`: the whole spread, of which an order pays half. */
export function parseSpread(text: string): Parsed<Spread> {
  return ticksOrPercent('spread', text)
}

const header = 'up_to,per_share'

/**
 * Reads the rows of a commission by the shares of an order from CSV with the header `up_to,per_share`: up_to rises, and
 * only the last row has none. `name` is the file, for what is wrong with it.
 */
export function parseCommissionTable(csv: string, name: string): Parsed<Commission> {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/)
  while (lines.at(-1) === '') lines.pop()
  const wrong = (line: number, what: string) => ({ problem: `${name}, line ${line}: ${what}` })
  if (lines[0] !== header) return wrong(1, `the header is not "${header}".`)
  const rows: { upTo: number | undefined; perShare: number }[] = []
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue
    const [first, second, ...others] = line.split(',')
    const perShare = amount(second ?? '')
    if (first === undefined || perShare === undefined || others.length > 0) {
      return wrong(index + 1, `"${line}" is not shares and money, e.g. 1000,0.005.`)
    }
    const isLast = index === lines.length - 1
    if (isLast !== (first === '')) {
      return wrong(
        index + 1,
        isLast ? 'the last row has an empty up_to.' : 'only the last row has an empty up_to.',
      )
    }
    const upTo = first === '' ? undefined : amount(first)
    if (first !== '' && !(upTo !== undefined && upTo > (rows.at(-1)?.upTo ?? 0))) {
      return wrong(index + 1, `up_to is "${first}", not a number above that of the row before.`)
    }
    rows.push({ upTo, perShare })
  }
  return rows.length === 0 ? wrong(2, 'there is no row.') : { value: { kind: 'table', rows } }
}

function perShare(text: string, rest: string): Parsed<Commission> {
  const [first, second] = cut(rest, ',')
  const money = amount(first)
  if (money === undefined) return wrongNumber('commission', text, first)
  if (!rest.includes(',')) return { value: { kind: 'per-share', money } }
  const [word, number] = cut(second, ':')
  if (word !== 'least') return wrongCommission(text)
  const least = amount(number)
  return least === undefined
    ? wrongNumber('commission', text, number)
    : { value: { kind: 'per-share', money, least } }
}

function ticksOrPercent(name: 'slippage' | 'spread', text: string): Parsed<Slippage & Spread> {
  if (text === 'none') return { value: { kind: 'none' } }
  const [kind, rest] = cut(text, ':')
  if (kind !== 'ticks' && kind !== 'percent') {
    return { problem: `Unknown ${name} "${text}". Use none, ticks:1 or percent:0.01.` }
  }
  const number = amount(rest)
  if (number === undefined) return wrongNumber(name, text, rest)
  if (kind === 'ticks') return { value: { kind, ticks: number } }
  return number < 100 ? { value: { kind, percent: number } } : tooMuch(name, text)
}

function cut(text: string, at: string): readonly [before: string, after: string] {
  const place = text.indexOf(at)
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)]
}

const decimal = /^\d{1,12}(\.\d{1,12})?$/

function amount(text: string): number | undefined {
  return decimal.test(text) ? Number(text) : undefined
}

function wrongCommission(text: string): { readonly problem: string } {
  const known = 'none, per-share:0.005, per-share:0.005,least:1, per-trade:1, percent:0.2 or table:FILE'
  return { problem: `Unknown commission "${text}". Use ${known}.` }
}

function wrongNumber(name: string, text: string, part: string): { readonly problem: string } {
  return { problem: `${capital(name)} "${text}": "${part}" is not a number of 0 or more, e.g. 0.005.` }
}

function tooMuch(name: string, text: string): { readonly problem: string } {
  return { problem: `${capital(name)} "${text}": use less than 100 percent.` }
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
