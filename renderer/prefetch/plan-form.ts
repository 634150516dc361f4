import { type Interval, oneMinute, parseInterval } from '#shared/bars/interval.ts'
import { type Plan, planShape } from '#shared/prefetch/plan.ts'

/** A plan as it is typed. */
export interface PlanText {
  readonly name: string
  readonly choice: Plan['symbols']['kind']
  /** With blanks or commas between them. */
  readonly symbols: string
  readonly watchlist: string
  readonly most: string
  readonly exchange: string
  readonly intervals: readonly Interval[]
  readonly trailing: string
  readonly sources: readonly string[]
  readonly time: Plan['when']['kind']
  readonly minutes: string
  readonly at: string
  readonly line: string
  readonly missed: Plan['missed']
  readonly budgetMinutes: string
  readonly budgetRequests: string
  readonly enabled: boolean
}

/** Fields whose text can be wrong. */
export type PlanField = 'name' | 'symbols' | 'exchange' | 'trailing' | 'when' | 'budget'

export const offeredIntervals: readonly Interval[] = ['1m', '5m', '15m', '30m', '1h', '1d'].flatMap(
  (text) => parseInterval(text) ?? [],
)

/** A new plan, before anything was typed. */
export function newPlanText(exchange: string, watchlist: string | undefined): PlanText {
  return {
    name: 'Nightly',
    choice: watchlist === undefined ? 'used' : 'watchlist',
    symbols: '',
    watchlist: watchlist ?? '',
    most: '50',
    exchange,
    intervals: offeredIntervals.slice(0, 2),
    trailing: '5',
    sources: [],
    time: 'before-open',
    minutes: '60',
    at: '02:00',
    line: '0 2 * * 1-5',
    missed: 'run',
    budgetMinutes: '',
    budgetRequests: '',
    enabled: true,
  }
}

export function textOfPlan(plan: Plan): PlanText {
  const { symbols, when, budget } = plan
  const fresh = newPlanText(plan.exchange, undefined)
  return {
    ...fresh,
    name: plan.name,
    choice: symbols.kind,
    symbols: symbols.kind === 'list' ? symbols.symbols.join(' ') : '',
    watchlist: symbols.kind === 'watchlist' ? symbols.name : '',
    most: symbols.kind === 'used' ? String(symbols.most) : fresh.most,
    intervals: plan.intervals,
    trailing: String(plan.trailing),
    sources: plan.sources,
    time: when.kind,
    minutes: when.kind === 'before-open' ? String(when.minutes) : fresh.minutes,
    at: when.kind === 'at' ? when.time : fresh.at,
    line: when.kind === 'cron' ? when.line : fresh.line,
    missed: plan.missed,
    budgetMinutes: budget.minutes === undefined ? '' : String(budget.minutes),
    budgetRequests: budget.requests === undefined ? '' : String(budget.requests),
    enabled: plan.enabled,
  }
}

/** What a field wants, said where it has something else. */
const wants: Readonly<Record<PlanField, string>> = {
  name: 'A name has 1 to 80 letters.',
  symbols: 'Name symbols as the store writes them, upper case, with blanks between them.',
  exchange: 'Choose an exchange.',
  trailing: 'A whole number of sessions from 0 to 250.',
  when: 'Minutes from 1 to 1440, a time such as 02:00, or a cron line of five fields.',
  budget: 'Whole numbers, or empty for no limit: up to 1440 minutes and 1,000,000 requests.',
}

/** The plan that a text is, or which field is wrong and what it wants. */
export function planOfText(
  text: PlanText,
): { readonly plan: Plan } | { readonly field: PlanField; readonly message: string } {
  const parsed = planShape.safeParse({
    name: text.name,
    symbols: symbolsOf(text),
    exchange: text.exchange,
    intervals: text.intervals.length === 0 ? [oneMinute] : text.intervals,
    trailing: numberOf(text.trailing),
    sources: text.sources,
    when: whenOf(text),
    missed: text.missed,
    budget: {
      ...(text.budgetMinutes.trim() !== '' && { minutes: numberOf(text.budgetMinutes) }),
      ...(text.budgetRequests.trim() !== '' && { requests: numberOf(text.budgetRequests) }),
    },
    enabled: text.enabled,
  })
  if (parsed.success) return { plan: parsed.data }
  const [path] = parsed.error.issues.map((issue) => issue.path[0])
  const field = (Object.keys(wants) as PlanField[]).find((name) => name === path) ?? 'name'
  return { field, message: wants[field] }
}

function symbolsOf({ choice, symbols, watchlist, most }: PlanText): unknown {
  if (choice === 'watchlist') return { kind: 'watchlist', name: watchlist }
  if (choice === 'used') return { kind: 'used', most: numberOf(most) }
  const names = symbols.toUpperCase().split(/[\s,;]+/)
  return { kind: 'list', symbols: [...new Set(names.filter((name) => name !== ''))] }
}

function whenOf({ time, minutes, at, line }: PlanText): unknown {
  if (time === 'before-open') return { kind: 'before-open', minutes: numberOf(minutes) }
  return time === 'at' ? { kind: 'at', time: at.trim() } : { kind: 'cron', line: line.trim() }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
