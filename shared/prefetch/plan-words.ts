import type { PlanTime, SymbolChoice } from './plan.ts'

/** When a plan runs, e.g. "60 minutes before each open". */
export function whenWords(when: PlanTime): string {
  switch (when.kind) {
    case 'before-open':
      return `${counted(when.minutes, 'minute')} before each open`
    case 'at':
      return `at ${when.time} on session days`
    case 'cron':
      return `by cron ${when.line}`
  }
}

/** Which symbols a plan is for, e.g. "watchlist Banks". */
export function symbolWords(symbols: SymbolChoice): string {
  switch (symbols.kind) {
    case 'list':
      return symbols.symbols.length > 3 ? `${symbols.symbols.length} symbols` : symbols.symbols.join(', ')
    case 'watchlist':
      return `watchlist ${symbols.name}`
    case 'used':
      return symbols.most === 1 ? 'the symbol used most' : `the ${symbols.most} symbols used most`
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
