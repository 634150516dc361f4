import { at } from '#shared/bars/columns.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { PlayedSymbol } from './contract.ts'
import type { WantedGap } from './filler.ts'
import { SessionGrade } from './session-grade.ts'
import { triesOf } from './tries.ts'

/** What was looked up of gaps, and for what it holds. */
interface Explained {
  readonly key: string
  readonly gaps: readonly ClassifiedGap[]
}

/** One symbol of the present session: what is there at the clock, and what was asked for in this run. */
export class PlayedSymbolGrade {
  readonly symbol: string
  readonly exchange: string
  readonly session: Session
  readonly grade: SessionGrade
  readonly #gapsOf: () => readonly ClassifiedGap[]
  /** How often minutes were asked for in this run, by start, whatever the store can keep of it. */
  readonly #asked = new Map<number, number>()
  #hasEvidence: boolean
  #evidence = 0
  #explained: Explained | undefined

  /** `gapsOf` classes the gaps of the session at the clock; `hasEvidence` says whether the store knows of any request, halt or mark. */
  constructor(
    { symbol, exchange, bars }: PlayedSymbol,
    session: Session,
    calendar: TradingCalendar,
    hasEvidence: boolean,
    gapsOf: () => readonly ClassifiedGap[],
  ) {
    this.symbol = symbol
    this.exchange = exchange
    this.session = session
    this.grade = new SessionGrade(session, calendar.interruptions(session.date, session.date), bars)
    this.#hasEvidence = hasEvidence
    this.#gapsOf = gapsOf
  }

  /** Something was recorded about it: what was looked up is out of date. */
  noteEvidence(): void {
    this.#hasEvidence = true
    this.#evidence++
  }

  /** Missing minutes with their classes, as the store knows of them; looked up again only when something changed. */
  gaps(): readonly ClassifiedGap[] {
    const { present, missing } = this.grade.detector
    const key = `${present} ${missing} ${this.#evidence}`
    if (this.#explained?.key !== key) this.#explained = { key, gaps: this.#gapsOf() }
    return this.#explained.gaps
  }

  /** What is to be asked for now. Nothing recorded means nothing tried and nothing settled, and spares the look. */
  wanted(maxRetries: number): readonly WantedGap[] {
    if (this.grade.missing === 0) return []
    const known = this.#hasEvidence ? this.gaps() : []
    const { start, end } = this.grade.detector.gaps()
    const wanted: WantedGap[] = []
    for (let index = 0; index < start.length; index++)
      for (let minute = at(start, index); minute < at(end, index); minute += minuteMs) {
        const tries = this.#triesOf(minute, known)
        if (tries === undefined || tries >= maxRetries) continue
        const last = wanted.at(-1)
        const next = (minute + minuteMs) as EpochMs
        if (last?.end === minute && last.tries === tries) wanted[wanted.length - 1] = { ...last, end: next }
        else wanted.push({ start: minute as EpochMs, end: next, tries })
      }
    return wanted
  }

  /** Minutes are being asked for. */
  noteAsked(gaps: readonly WantedGap[]): void {
    for (const { start, end, tries } of gaps)
      for (let minute: number = start; minute < end; minute += minuteMs) this.#asked.set(minute, tries + 1)
  }

  /** Counts in the order of `countColumns`. */
  counts(): readonly number[] {
    const { detector, slots, filled } = this.grade
    const known = this.#hasEvidence && detector.missing > 0 ? this.gaps() : []
    const minutesOf = (isMeant: (gap: ClassifiedGap) => boolean): number =>
      known.reduce((sum, gap) => sum + (isMeant(gap) ? gap.minutes : 0), 0)
    const notListed = minutesOf((gap) => gap.class === 'not-listed')
    const noTrade = minutesOf((gap) => gap.class === 'no-trade' && gap.settled)
    const halted = minutesOf((gap) => gap.class === 'halted')
    const { present, missing } = detector
    return [
      slots.count - notListed,
      present - filled,
      filled,
      noTrade,
      halted,
      Math.max(0, missing - notListed - noTrade - halted),
      slots.count - present - missing,
    ]
  }

  /** Undefined for a minute that there is nothing more to find out about. */
  #triesOf(minute: number, known: readonly ClassifiedGap[]): number | undefined {
    if (this.grade.hasLate(minute)) return undefined
    const gap = known.find(({ start, end }) => start <= minute && minute < end)
    if (gap?.settled || gap?.class === 'not-listed') return undefined
    return Math.max(gap ? triesOf(gap) : 0, this.#asked.get(minute) ?? 0)
  }
}
