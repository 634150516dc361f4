import { crc32 } from 'node:zlib'
import { lowerBound } from '#shared/bars/columns.ts'
import { dayMs } from '#shared/time/epoch.ts'
import type { BlockStamp } from '../../store/ledger/stored-ledger.ts'
import type { StoreReader } from '../../store/store.ts'
import type { RecordedEvidence } from '../evidence/evidence.ts'
import type { YearPlan } from './session-plan.ts'

/** Stored sessions before one from which is taken what is usual. */
const sessionsBefore = 20
/** So many sessions lie in these days; older ones tell nothing. */
const daysBefore = 60
const daysOfYear = 366

/**
 * What the grades of a symbol's sessions of a year hang on, or of those from a day on: their bars, and where there is
 * evidence about them that too, with the bars that tell what is usual.
 */
export class GradeBasis {
  readonly #blocks: readonly BlockStamp[]
  readonly #days: Float64Array
  readonly #recorded: readonly RecordedEvidence[]
  readonly #firstStart: number

  constructor({ ledger }: StoreReader, symbol: string, { yearStart }: YearPlan, from = yearStart) {
    const end = yearStart + daysOfYear
    this.#blocks = ledger.blockStamps(symbol, from - daysBefore, end)
    this.#days = Float64Array.from(this.#blocks, ([day]) => day)
    this.#recorded = ledger.recorded(symbol, (from - 1) * dayMs, (end + 2) * dayMs)
    this.#firstStart = this.#recorded.length > 0 ? (ledger.firstStart(symbol) ?? 0) : 0
  }

  /** Whether anything is recorded about a session of that day, or about the days beside it. */
  hasEvidence(day: number): boolean {
    return this.#recordedNear(day).length > 0
  }

  /** Whether nothing is stored or recorded about a session of that day. */
  isUntouched(day: number): boolean {
    return !this.hasEvidence(day) && this.#days[lowerBound(this.#days, day)] !== day
  }

  /** A number that is another where what the grade of a day hangs on is, but for one chance in four billion. */
  stampOf(day: number): number {
    const place = lowerBound(this.#days, day)
    const own = this.#blocks[place]
    const bars = own?.[0] === day ? own[1] : 0
    const recorded = this.#recordedNear(day)
    if (recorded.length === 0) return crc32(String(bars))
    const before = this.#blocks.slice(Math.max(0, place - sessionsBefore), place)
    return crc32(JSON.stringify([bars, before, this.#firstStart, recorded]))
  }

  /** A session of a day may begin on the day before it and end on the day after, in UTC. */
  #recordedNear(day: number): readonly RecordedEvidence[] {
    const [from, to] = [(day - 1) * dayMs, (day + 2) * dayMs]
    return this.#recorded.filter((entry) => entry.from < to && entry.to > from)
  }
}
