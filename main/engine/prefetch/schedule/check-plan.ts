import type { Plan } from '#shared/prefetch/plan.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import { parseCronLine } from './cron-line.ts'

/** Checks what its shape does not tell of a plan. Throws a Failure with code 'usage' that names the field in its detail. */
export function checkPlan(
  { exchange, when }: Pick<Plan, 'exchange' | 'when'>,
  calendars: Pick<Calendars, 'of'>,
): void {
  try {
    calendars.of(exchange)
  } catch (error) {
    throw new Failure('usage', asFailure(error).message, { field: 'exchange' })
  }
  if (when.kind === 'cron') parseCronLine(when.line)
}
