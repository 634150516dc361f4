import { z } from 'zod'
import { type Interval, parseInterval } from '../bars/interval.ts'
import { parseSessionDate, type SessionDate } from '../calendar/session-date.ts'
import type { EpochMs } from '../time/epoch.ts'

/** Of a file on this machine. */
export const pathShape = z.string().min(1).max(4096)

/** An instant in epoch milliseconds UTC. */
export const epochMsShape = z.custom<EpochMs>((value) => typeof value === 'number' && Number.isFinite(value))

export const sessionDateShape = z.custom<SessionDate>(
  (value) => typeof value === 'string' && parseSessionDate(value) !== undefined,
)

export const intervalShape = z.custom<Interval>(
  (value) => typeof value === 'string' && parseInterval(value) === value,
)

/** A symbol as the store writes it: upper case, no blanks. */
export const symbolShape = z.string().regex(/^[A-Z0-9][A-Z0-9.\-/^=_]{0,31}$/)

/** Most sessions before its own that a replay keeps at hand, those that indicators warm up with among them. */
export const mostPastSessions = 1000

export const trailingWindowShape = z.object({
  sessions: z.int().min(0).max(mostPastSessions),
  interval: intervalShape,
  symbols: z.array(symbolShape).max(5000).readonly().optional(),
})

/** Numbers in a buffer of their own. */
export const columnShape: z.ZodType<Float64Array> = z.instanceof(Float64Array)
const stateColumn: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** Columns of bars in buffers of their own. */
export const barColumnsShape = z
  .object({
    start: columnShape,
    open: columnShape,
    high: columnShape,
    low: columnShape,
    close: columnShape,
    volume: columnShape,
    state: stateColumn,
  })
  .refine(
    ({ start, state, ...values }) =>
      Object.values(values).every(({ length }) => length === start.length) && state.length === start.length,
  )
