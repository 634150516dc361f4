import type { z } from 'zod'
import type { AdjustmentMode } from '../bars/adjustment-mode.ts'
import type { BarView } from '../bars/bar-view.ts'
import type { Hours } from '../bars/derive-windows.ts'
import { type Interval, oneMinute } from '../bars/interval.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import { Failure } from '../protocol/failure.ts'
import { type IndicatorName, type IndicatorParams, suggestion } from './indicators.ts'
import { type Keys, sessionFileKeys, sessionFileShape } from './shapes.ts'
import type { TrailingWindow } from './trailing-window.ts'

/**
 * The description of a run, as it stands in a file: what is not told in it is not in here either, so that writing
 * gives back what was read (L4).
 */
export interface SessionFile {
  /** One session; or all from `from` to `to`, both included. */
  readonly session?: SessionDate | undefined
  readonly from?: SessionDate | undefined
  readonly to?: SessionDate | undefined
  readonly symbols: readonly string[]
  /** That of the symbols unless told. */
  readonly exchange?: string | undefined
  readonly hours?: Hours | undefined
  /** Those that bars are made of beside 1m. */
  readonly intervals?: readonly Interval[] | undefined
  /** A number is that of 1m sessions for all symbols. */
  readonly trailing?: number | readonly TrailingWindow[] | undefined
  readonly indicators?: readonly IndicatorLine[] | undefined
  readonly strategy?: StrategyLine | undefined
  readonly costs?: CostsLine | undefined
  readonly adjustment?: AdjustmentMode | undefined
  readonly view?: BarView | undefined
  /** `max` waits for everyone who reads along; a number is times real time and waits for nobody. */
  readonly speed?: number | 'max' | undefined
}

export interface IndicatorLine {
  readonly name: IndicatorName
  /** 1d at most. */
  readonly interval: Interval
  /** Those it is for; all when not told. */
  readonly symbols?: readonly string[] | undefined
  /** Those not told have their defaults. */
  readonly params?: IndicatorParams | undefined
  /** Whether bars that are still forming count too. */
  readonly forming?: boolean | undefined
}

export interface StrategyLine {
  readonly file: string
  readonly params?: Readonly<Record<string, number | string | boolean>> | undefined
}

/** Cash at the start, and costs in the words of the command line. */
export interface CostsLine {
  readonly cash?: number | undefined
  readonly commission?: string | undefined
  readonly slippage?: string | undefined
}

/** Sessions of 1m that a run keeps unless told. */
const usualTrailing = 5

/**
 * Reads the text of a session file. Throws a Failure with code 'bad-file' that names the file, which is `name`,
 * what is wrong in it, and for an unknown key the nearest one that there is.
 */
export function parseSessionFile(text: string, name: string): SessionFile {
  const content = parseJson(text, name)
  const unknown = findUnknown(content, sessionFileKeys, [])
  if (unknown) {
    const place = unknown.path.length > 0 ? `"${unknown.path.join('.')}": ` : ''
    const hint = suggestion(unknown.key, unknown.known)
    throw new Failure('bad-file', `${name}: ${place}unknown key "${unknown.key}"${hint}`)
  }
  const parsed = sessionFileShape.safeParse(content)
  if (parsed.success) return parsed.data
  const issue = deepest(parsed.error.issues)
  const place = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : ''
  throw new Failure('bad-file', `${name}: ${place}${issue?.message ?? 'is no session file'}`)
}

/** The text of a session file, which reads back equal. */
export function formatSessionFile(file: SessionFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`
}

/** First and last session of a run; both the same when it is one session. */
export function runOf({ session, from, to }: SessionFile): {
  readonly from: SessionDate
  readonly to: SessionDate
} {
  const first = session ?? from
  const last = session ?? to
  if (first === undefined || last === undefined) throw new RangeError('A session file has no session')
  return { from: first, to: last }
}

/** The trailing sessions that a file asks for; five of 1m for all symbols where it says nothing. */
export function trailingOf({ trailing = usualTrailing }: SessionFile): readonly TrailingWindow[] {
  return typeof trailing === 'number' ? [{ sessions: trailing, interval: oneMinute }] : trailing
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Failure(
      'bad-file',
      `${name}: is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

interface UnknownKey {
  readonly path: readonly (string | number)[]
  readonly key: string
  readonly known: readonly string[]
}

function findUnknown(
  content: unknown,
  keys: Keys,
  path: readonly (string | number)[],
): UnknownKey | undefined {
  if (Array.isArray(content)) {
    for (const [index, item] of content.entries()) {
      const found = findUnknown(item, keys, [...path, index])
      if (found) return found
    }
    return undefined
  }
  if (typeof content !== 'object' || content === null) return undefined
  for (const [key, value] of Object.entries(content)) {
    const inside = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (inside === undefined) return { path, key, known: Object.keys(keys) }
    const found = typeof inside === 'object' ? findUnknown(value, inside, [...path, key]) : undefined
    if (found) return found
  }
  return undefined
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** The first problem; of a value that may be of several kinds, that of the kind it comes closest to. */
function deepest(issues: readonly z.core.$ZodIssue[]): Issue | undefined {
  const [issue] = issues
  if (issue?.code !== 'invalid_union') return issue
  const inner = issue.errors.map((errors) => deepest(errors)).filter((error) => error !== undefined)
  const [closest] = inner.sort((one, other) => other.path.length - one.path.length)
  return closest && closest.path.length > 0
    ? { path: [...issue.path, ...closest.path], message: closest.message }
    : issue
}
