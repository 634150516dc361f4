import { type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { BarAnswer, DataSource } from '../../sources/data-source.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'
import type { Filler, SourceFill, Wanted, WantedGap } from './filler.ts'

const noBars = new Float64Array(0)

/** Asks sources one after the other, once each: a request a gap, for those minutes that no source before had. */
export class SourceFiller implements Filler {
  readonly #sources: readonly DataSource[]
  readonly #mayAsk: (source: DataSource, wanted: Wanted) => boolean
  #asked = 0

  /** `mayAsk` says whether a source can know more than what is stored. */
  constructor(
    sources: readonly DataSource[],
    mayAsk: (source: DataSource, wanted: Wanted) => boolean = () => true,
  ) {
    this.#sources = sources
    this.#mayAsk = mayAsk
  }

  get sources(): number {
    return this.#sources.length
  }

  async fill(wanted: Wanted, signal: AbortSignal): Promise<readonly SourceFill[]> {
    const fills: SourceFill[] = []
    let open = wanted.gaps
    for (const source of this.#sources) {
      if (open.length === 0) break
      if (!this.#mayAsk(source, wanted)) continue
      const left: WantedGap[] = []
      for (const gap of open) {
        const fill = await this.#ask(source, wanted, gap, signal)
        fills.push(fill)
        left.push(...without(gap, fill.columns))
      }
      open = left
    }
    return fills
  }

  async close(): Promise<void> {
    for (const source of this.#sources) await source.close()
  }

  async #ask(source: DataSource, wanted: Wanted, gap: WantedGap, signal: AbortSignal): Promise<SourceFill> {
    const { symbol, exchange, session } = wanted
    const { start, end } = gap
    const id = `upkeep ${symbol} ${session} ${++this.#asked}`
    const reply = await source.fetch(
      { id, exchange, symbols: [symbol], interval: oneMinute, start, end },
      signal,
    )
    const answer = reply.answers.get(symbol)
    const columns = columnsOf(answer)
    return {
      request: {
        kind: 'request',
        source: source.name,
        from: start,
        to: end,
        askedAt: reply.askedAt,
        try: gap.tries + 1,
        ...outcomeOf(answer),
      },
      columns: sliceColumns(
        { ...columns, state: new Uint8Array(columns.start.length).fill(filled) },
        lowerBound(columns.start, start),
        lowerBound(columns.start, end),
      ),
    }
  }
}

/** What is left of a gap beside bars that came of it. */
function without({ start, end, tries }: WantedGap, { start: there }: BarColumns): readonly WantedGap[] {
  const left: WantedGap[] = []
  let from: number = start
  for (const time of there) {
    if (time > from) left.push({ start: from as WantedGap['start'], end: time as WantedGap['end'], tries })
    from = time + minuteMs
  }
  if (from < end) left.push({ start: from as WantedGap['start'], end, tries })
  return left
}

function outcomeOf(answer: BarAnswer | undefined): Pick<RequestEvidence, 'outcome' | 'bars' | 'reached' | 'detail'> {
  switch (answer?.kind) {
    case undefined:
      return { outcome: 'failed', bars: 0, detail: 'The source did not answer.' }
    case 'empty':
      return { outcome: 'empty', bars: 0 }
    case 'failed':
      return { outcome: 'failed', bars: 0, detail: answer.fault.cause }
    case 'bars':
      return { outcome: 'bars', bars: answer.columns.start.length }
    case 'truncated':
      return {
        outcome: 'truncated',
        bars: answer.columns.start.length,
        reached: answer.until,
        detail: answer.fault.cause,
      }
  }
}

function columnsOf(answer: BarAnswer | undefined): BarColumns {
  if (answer?.kind === 'bars' || answer?.kind === 'truncated') return answer.columns
  return { start: noBars, open: noBars, high: noBars, low: noBars, close: noBars, volume: noBars, state: new Uint8Array(0) }
}
