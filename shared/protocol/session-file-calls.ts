import { z } from 'zod'
import { purposes } from '../session-file/needs.ts'
import type { Readiness } from '../session-file/readiness.ts'
import type { SessionFile } from '../session-file/session-file.ts'
import { sessionFileShape } from '../session-file/shapes.ts'
import { call } from './contract.ts'
import { intervalShape, pathShape, sessionDateShape, symbolShape, trailingWindowShape } from './shapes.ts'

const long = 60_000

/** A session file on its way: what arrives is checked as one that is read from the disk. */
const file = z.custom<SessionFile>().transform((value, context): SessionFile => {
  const parsed = sessionFileShape.safeParse(value)
  if (parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is no session file' })
  return z.NEVER
})

const needLine = z.object({
  symbols: z.array(symbolShape),
  interval: intervalShape,
  reasons: z.array(z.object({ purpose: z.enum(purposes), text: z.string() })),
  from: sessionDateShape,
  to: sessionDateShape,
  sessions: z.int(),
  missing: z.int(),
  missingSessions: z.array(sessionDateShape),
})

const readiness: z.ZodType<Readiness, Readiness> = z.object({
  exchange: z.string().optional(),
  sessions: z.int(),
  firstSession: sessionDateShape.optional(),
  lastSession: sessionDateShape.optional(),
  windows: z.array(trailingWindowShape).readonly(),
  symbols: z.array(symbolShape),
  needs: z.array(needLine),
  leftOut: z.array(z.object({ symbol: symbolShape, reason: z.string() })),
})

/** What a window may ask about session files. */
export const sessionFileCalls = {
  /** Reads a file and compares it with the open store; without a store there is no comparison. */
  'sessionFile.read': call(
    z.object({ path: pathShape }),
    z.object({ file, readiness: readiness.nullable() }),
    long,
  ),
  /** Writes a file as a whole, in place of the one that is there. */
  'sessionFile.save': call(z.object({ path: pathShape, file }), z.null()),
  /** Compares a file that is not on the disk, or not as it is there, with the open store; `name` is for failures. */
  'sessionFile.needs': call(z.object({ file, name: pathShape }), readiness.nullable(), long),
} as const
