import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplaySpeed } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { nearest } from '#shared/text/nearest.ts'
import { parseSymbol } from '../engine/import/symbol.ts'
import { fastest, slowest } from './speed.ts'

/** What to replay, as written in a session file. */
export interface SessionFile {
  readonly session: SessionDate
  readonly symbols: readonly string[]
  readonly exchange?: string | undefined
  readonly trailing?: number | undefined
  readonly speed?: ReplaySpeed | undefined
}

/** A text that `parse` can read; it answers undefined for what it cannot. */
function textOf<T>(parse: (text: string) => T | undefined, kind: string) {
  return z.string().transform((text, context) => {
    const value = parse(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: `"${text}" is no ${kind}` })
    return z.NEVER
  })
}

const sessionFile = z.object({
  session: textOf(parseSessionDate, 'date YYYY-MM-DD'),
  symbols: z.array(textOf(parseSymbol, 'symbol')).min(1),
  exchange: z.string().optional(),
  trailing: z.int().min(0).max(20).optional(),
  speed: z.union([z.number().min(slowest).max(fastest), z.literal('max')]).optional(),
})
/**
 * Reads a session file: JSON with `session` and `symbols`, and where wanted `exchange`, `trailing` and `speed`.
 * Throws a Failure of code 'bad-file' that names the file and what is wrong in it.
 */
export function readSessionFile(path: string): SessionFile {
  const content = parseJson(path, readText(path))
  const unknown = unknownKey(content)
  if (unknown !== undefined) {
    const keys = Object.keys(sessionFile.shape)
    const [closest] = nearest(unknown, keys, 1)
    const hint = closest ? `did you mean "${closest}"?` : `it may hold ${keys.join(', ')}`
    throw new Failure('bad-file', `${path}: unknown key "${unknown}"; ${hint}`)
  }
  const parsed = sessionFile.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : ''
  throw new Failure('bad-file', `${path}: ${place}${issue?.message ?? 'is no session file'}`)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const cause = missing ? 'does not exist; name a session file' : `cannot be read (${String(error)})`
    throw new Failure('bad-file', `${path}: ${cause}`)
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Failure('bad-file', `${path}: ${basename(path)} is no JSON: ${(error as Error).message}`)
  }
}

function unknownKey(content: unknown): string | undefined {
  if (typeof content !== 'object' || content === null) return undefined
  return Object.keys(content).find((key) => !Object.hasOwn(sessionFile.shape, key))
}
