import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { RawBar } from '../answer/bar-fault.ts'
import type { BarGatherer, Horizon } from '../answer/bar-gatherer.ts'
import type { BarRequest, SourceFault } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import type { Sent } from '../limits/retry.ts'

/** One page of an answer. */
export interface Page {
  /** Bars in the order in which they came. */
  readonly bars: readonly { readonly symbol: string; readonly bar: RawBar }[]
  /** What asks for the next page; undefined on the last one. */
  readonly next: string | undefined
}

/** Empty pages happen; this many in a row without a new bar are an answer that never ends. */
const mostIdlePages = 3

/** How far an answer of pages came for each of its symbols. */
export interface Progress {
  /** Undefined when the last page came. */
  readonly fault: SourceFault | undefined
  horizonOf(symbol: string): Horizon | undefined
}

/**
 * Asks for page after page, from the first one, and hands their bars on. It ends with the last page, the first
 * fault, a page that was there before, or pages that bring nothing new.
 */
export async function gatherPages(
  source: string,
  request: BarRequest,
  gatherer: BarGatherer,
  ask: (next: string | undefined) => Promise<Sent<Page>>,
): Promise<Progress> {
  const order = new PageOrder(request)
  const seen = new Set<string>()
  let idle = 0
  for (let next: string | undefined; ; ) {
    const sent = await ask(next)
    if (!sent.ok) return progress(sent.fault, order)
    const { bars } = sent.value
    const stray = bars.find(({ symbol }) => !gatherer.asksFor(symbol))
    if (stray) return progress(strayFault(source, stray.symbol), order)
    let added = 0
    for (const { symbol, bar } of bars) {
      order.note(symbol, bar.start)
      if (gatherer.add(symbol, bar)) added++
    }
    next = sent.value.next
    if (next === undefined) return progress(undefined, order)
    idle = added > 0 ? 0 : idle + 1
    if (seen.has(next) || idle >= mostIdlePages) return progress(endlessFault(source), order)
    seen.add(next)
  }
}

function progress(fault: SourceFault | undefined, order: PageOrder): Progress {
  return {
    fault,
    horizonOf: (symbol) => fault && { until: order.completeUntil(symbol), fault },
  }
}

function strayFault(source: string, symbol: string): SourceFault {
  return faultOf('bad-answer', `${source} sent bars of ${symbol.slice(0, 32)}, which it was not asked for.`)
}

function endlessFault(source: string): SourceFault {
  return faultOf('bad-answer', `${source} sends the same page again and again, so its answer never ends.`)
}

/**
 * What a broken off answer proves: servers send symbol after symbol, each in order of time. Once one does not,
 * nothing is known of what is missing.
 */
class PageOrder {
  readonly #request: BarRequest
  #symbol = ''
  #start = Number.NEGATIVE_INFINITY
  #isKept = true

  constructor(request: BarRequest) {
    this.#request = request
  }

  note(symbol: string, start: number): void {
    const isLater = symbol > this.#symbol || (symbol === this.#symbol && start > this.#start)
    if (!isLater) this.#isKept = false
    this.#symbol = symbol
    this.#start = start
  }

  /** Up to where the answer for a symbol is sure to be complete. */
  completeUntil(symbol: string): EpochMs {
    const { start, end } = this.#request
    if (!this.#isKept || symbol > this.#symbol) return start
    if (symbol < this.#symbol) return end
    return Math.min(end, Math.max(start, this.#start + minuteMs)) as EpochMs
  }
}
