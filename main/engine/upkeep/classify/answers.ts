import { minuteMs } from '#shared/time/epoch.ts'
import { type Evidence, ofKind, type RequestEvidence } from '../evidence/evidence.ts'

/** What the sources that were asked said of some missing minutes. */
export interface Answers {
  /** Sources that have a bar there. */
  readonly having: readonly string[]
  /** Sources that answered the question, and had none. */
  readonly empty: readonly string[]
  /** Sources whose answer was cut off before. */
  readonly truncated: readonly string[]
  /** Sources that never answered. */
  readonly silent: readonly string[]
  readonly tries: number
}

const none: Answers = { having: [], empty: [], truncated: [], silent: [], tries: 0 }

/** A source as it may be asked now: what it is called, and what it is. */
export interface AskedSource {
  readonly name: string
  readonly identity?: string
}

/** Whether a request was one of this source: by what it is, or by its name where one of them is known by name only. */
export function wasAsked({ source, identity }: RequestEvidence, asked: AskedSource): boolean {
  if (identity === undefined || asked.identity === undefined) return source === asked.name
  return identity === asked.identity
}

/** Whether a source has shown that it has no bar there. */
export function hasShownNothing(evidence: readonly Evidence[], asked: AskedSource, start: number): boolean {
  const own = ofKind(evidence, 'request').filter((request) => wasAsked(request, asked))
  return answersOf(own, start).empty.length > 0
}

/**
 * Of each source the answer that says most: a bar, none, an answer cut off, none at all. `start` is the first minute.
 * One source under two names is one, by the name that was asked first; another one under the same name is another.
 */
export function answersOf(evidence: readonly Evidence[], start: number): Answers {
  const requests = ofKind(evidence, 'request')
  if (requests.length === 0) return none
  const identities = new Map(
    requests.flatMap(({ source, identity }) => (identity === undefined ? [] : [[source, identity] as const])),
  )
  const bySource = new Map<string, RequestEvidence[]>()
  for (const request of requests) {
    const who = request.identity ?? identities.get(request.source) ?? request.source
    bySource.set(who, [...(bySource.get(who) ?? []), request])
  }
  const said = (asked: readonly RequestEvidence[]): ReturnType<typeof answerOf> => {
    const answers = asked.map((one) => answerOf(one, start))
    return (['having', 'empty', 'truncated'] as const).find((answer) => answers.includes(answer)) ?? 'silent'
  }
  const saying = (wanted: string) =>
    [...bySource.values()].flatMap((asked) =>
      said(asked) === wanted ? asked.slice(0, 1).map(({ source }) => source) : [],
    )
  return {
    having: saying('having'),
    empty: saying('empty'),
    truncated: saying('truncated'),
    silent: saying('silent'),
    tries: requests.length,
  }
}

/**
 * Bars that came are in the store by now, so what is still missing was not among them; unless the answer has a bar
 * for every minute of its window, so that nobody has taken it in yet.
 */
function answerOf(
  { outcome, bars, from, to, since = from, reached }: RequestEvidence,
  start: number,
): 'having' | 'empty' | 'truncated' | 'silent' {
  if (outcome === 'failed') return 'silent'
  if (outcome === 'empty') return 'empty'
  if (outcome === 'truncated')
    return reached !== undefined && start >= since && start < reached ? 'empty' : 'truncated'
  return bars * minuteMs >= to - from ? 'having' : 'empty'
}
