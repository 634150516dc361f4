import { oneMinute } from '#shared/bars/interval.ts'
import { synthetic } from '#shared/bars/state.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import type { BarAnswer, BarRequest, DataSource, SourceReply } from '../../sources/data-source.ts'
import { cancelled, faultOf } from '../../sources/fault.ts'
import { allFailed } from '../../sources/reply.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import type { PlannedRequest } from './fill-plan.ts'

/** The symbol's session whose gaps are filled. */
export interface FillTarget {
  readonly symbol: string
  readonly exchange: string
  /** Whether its bars are made up, so that made-up ones may fill it. */
  readonly synthetic: boolean
}

/** The request as a source takes it. `random` makes its name, which no other request has. */
export function barRequestOf(
  { symbol, exchange }: FillTarget,
  { start, end }: PlannedRequest,
  random: () => number,
): BarRequest {
  const id = `r${Math.floor(random() * 36 ** 10)
    .toString(36)
    .padStart(10, '0')}`
  return { id, exchange, symbols: [symbol], interval: oneMinute, start, end }
}

/**
 * Asks a source and waits for its answer at most `longestMs` milliseconds; then the answer is a fault 'timeout'.
 * Throws a Failure with code 'cancelled', at once, when the signal is aborted.
 */
export function askSource(
  source: DataSource,
  request: BarRequest,
  around: { readonly ticker: Ticker; readonly time: TimeProvider; readonly longestMs: number },
  signal: AbortSignal,
): Promise<SourceReply> {
  const { ticker, time, longestMs } = around
  const askedAt = time.now()
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled(source.name))
      return
    }
    const own = new AbortController()
    const cancel = () => {
      reject(cancelled(source.name))
      own.abort()
    }
    const callOff = ticker.after(longestMs, () => {
      resolve(noAnswer(source.name, request, askedAt, time, longestMs))
      own.abort()
    })
    const end = () => {
      callOff()
      signal.removeEventListener('abort', cancel)
    }
    own.signal.addEventListener('abort', end, { once: true })
    signal.addEventListener('abort', cancel, { once: true })
    source.fetch(request, own.signal).then(resolve, reject).finally(end)
  })
}

function noAnswer(
  source: string,
  request: BarRequest,
  askedAt: SourceReply['askedAt'],
  time: TimeProvider,
  longestMs: number,
): SourceReply {
  const cause = `${source} did not answer within ${longestMs / 1000} s, asked at ${formatUtc(askedAt)}.`
  const answers = allFailed(request, faultOf('timeout', cause))
  return { source, request, askedAt, answeredAt: time.now(), tries: 1, answers }
}

/** What a reply says of the target: made-up bars are no answer for bars of a market. */
export function answerFor({ symbol, synthetic: isMadeUp }: FillTarget, reply: SourceReply): BarAnswer {
  const answer = reply.answers.get(symbol)
  if (!answer) {
    const cause = `${reply.source} answered without a word of ${symbol}.`
    return { kind: 'failed', fault: faultOf('bad-answer', cause) }
  }
  if (isMadeUp || !('columns' in answer) || !answer.columns.state.includes(synthetic)) return answer
  const cause = `${reply.source} has made-up bars of ${symbol}; gaps of a market are not filled with them.`
  return { kind: 'failed', fault: faultOf('unsupported', cause) }
}
