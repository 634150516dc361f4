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

/** Of each source the answer that says most: a bar, none, an answer cut off, none at all. `start` is the first minute. */
export function answersOf(evidence: readonly Evidence[], start: number): Answers {
  const requests = ofKind(evidence, 'request')
  if (requests.length === 0) return none
  const sources = [...new Set(requests.map(({ source }) => source))]
  const said = (source: string): ReturnType<typeof answerOf> => {
    const answers = requests.filter((request) => request.source === source).map((one) => answerOf(one, start))
    return (['having', 'empty', 'truncated'] as const).find((answer) => answers.includes(answer)) ?? 'silent'
  }
  const saying = (wanted: string) => sources.filter((source) => said(source) === wanted)
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
  { outcome, bars, from, to, reached }: RequestEvidence,
  start: number,
): 'having' | 'empty' | 'truncated' | 'silent' {
  if (outcome === 'failed') return 'silent'
  if (outcome === 'empty') return 'empty'
  if (outcome === 'truncated') return reached !== undefined && start < reached ? 'empty' : 'truncated'
  return bars * minuteMs >= to - from ? 'having' : 'empty'
}
