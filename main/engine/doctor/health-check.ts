import { asFailure } from '#shared/protocol/failure.ts'

/** What is looked at. */
export type Part = 'program' | 'store' | 'calendar' | 'feed' | 'watchlist' | 'settings'

export type Health = 'ok' | 'warning' | 'error'

/** What was found about one thing. */
export interface HealthCheck {
  readonly part: Part
  /** What of that part: a property of the store, an exchange, a feed, a watchlist, a setting. */
  readonly name: string
  readonly status: Health
  readonly detail: string
  /** What to do; empty when nothing is to be done. */
  readonly remedy: string
}

export function healthy(part: Part, name: string, detail: string): HealthCheck {
  return { part, name, status: 'ok', detail, remedy: '' }
}

export function warning(part: Part, name: string, detail: string, remedy: string): HealthCheck {
  return { part, name, status: 'warning', detail, remedy }
}

export function error(part: Part, name: string, detail: string, remedy: string): HealthCheck {
  return { part, name, status: 'error', detail, remedy }
}

/** A check that could not be made; the last clause of a Failure says what to do. */
export function failed(part: Part, name: string, cause: unknown): HealthCheck {
  const { message } = asFailure(cause)
  const clause = message.lastIndexOf('; ')
  if (clause < 0) return error(part, name, message, 'see what the file is, and whether it can be read')
  return error(part, name, message.slice(0, clause), message.slice(clause + 2))
}

/** What `check` finds; when it throws, that it could not be made. */
export function guarded(
  part: Part,
  name: string,
  check: () => readonly HealthCheck[],
): readonly HealthCheck[] {
  try {
    return check()
  } catch (cause) {
    return [failed(part, name, cause)]
  }
}

/** The first few of many things in words: "A, B, C and 4 more". */
export function someOf(items: readonly string[], shown = 3): string {
  const rest = items.length - shown
  return items.slice(0, shown).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** A count with its noun: "1 session", "2 sessions". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
