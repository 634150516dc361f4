import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { LedgerSession } from '../gap-ledger.ts'
import type { PlayedSymbol } from './contract.ts'
import type { KeptSession } from './session-filler.ts'
import { SessionGrade } from './session-grade.ts'

/** A look at minutes that are proven empty or halted serves to count them for so many further minutes. */
const minutesToCount = 15

export interface PlayedOptions {
  readonly session: Session
  readonly calendar: TradingCalendar
  /** Minutes of which the store knows that their bar came late. */
  readonly late: ReadonlySet<number>
  /** Whether the store knows of any request, halt or mark about it. */
  readonly hasEvidence: () => boolean
  /** Looks the session up in the ledger, at the clock; undefined when it cannot be read. */
  readonly lookUp: (kept: KeptSession) => LedgerSession | undefined
}

/** What the ledger said, and when: by the key of then, what was learnt, and how many minutes had ended. */
interface Look {
  readonly key: string
  readonly learnt: number
  readonly missing: number
  readonly ended: number
  readonly ledger: LedgerSession | undefined
}

/** One symbol of the present session: what is there at the clock, and what the ledger says of the rest. */
export class PlayedSymbolGrade {
  readonly kept: KeptSession
  readonly grade: SessionGrade
  readonly #lookUp: PlayedOptions['lookUp']
  readonly #askForEvidence: PlayedOptions['hasEvidence']
  #hasEvidence: boolean
  /** Goes on with whatever is learnt about it. */
  #learnt = 0
  #found: Look | undefined

  constructor(
    { symbol, exchange, session: date, bars }: PlayedSymbol,
    { session, calendar, late, hasEvidence, lookUp }: PlayedOptions,
  ) {
    this.kept = { symbol, exchange, session: date }
    this.grade = new SessionGrade(session, calendar.interruptions(date, date), bars, late)
    this.#askForEvidence = hasEvidence
    this.#hasEvidence = hasEvidence()
    this.#lookUp = lookUp
  }

  /** Something was recorded about it: what was looked up is out of date. */
  noteEvidence(): void {
    this.#hasEvidence = true
    this.#learnt++
  }

  /** The store was changed by others: there may be another halt or mark. */
  noteChange(): void {
    this.#hasEvidence = this.#askForEvidence()
    this.#learnt++
  }

  /** Is another whenever there may be something else to ask for, as long as the clock goes on. */
  get wants(): string {
    return `${this.grade.missing} ${this.#learnt}`
  }

  /** The session as the ledger sees it; looked up again only when something changed. */
  ledger(): LedgerSession | undefined {
    const { present, missing } = this.grade.detector
    const key = `${present} ${missing} ${this.#learnt}`
    if (this.#found?.key !== key) {
      const ledger = this.#lookUp(this.kept)
      this.#found = { key, learnt: this.#learnt, missing, ended: this.#ended, ledger }
    }
    return this.#found.ledger
  }

  /** The last look, as long as nothing was learnt and the clock has not gone back since; else another. */
  lastLook(): LedgerSession | undefined {
    const found = this.#found
    const isGood = found?.learnt === this.#learnt && found.ended <= this.#ended
    return isGood ? found.ledger : this.ledger()
  }

  /**
   * Counts in the order of `countColumns`. Nothing recorded means nothing proven, and spares the look. What is
   * `asked` for is looked up on its way, so that till then minutes that ended since the last look just are missing.
   */
  counts(asked: boolean): readonly number[] {
    const { detector, slots, filled, late } = this.grade
    const { present, missing } = detector
    const gaps =
      this.#hasEvidence && missing > 0 ? ((asked ? this.lastLook() : this.#lookToCount())?.gaps ?? []) : []
    const notListed = minutesOf(gaps, (gap) => gap.class === 'not-listed')
    const noTrade = minutesOf(gaps, (gap) => gap.class === 'no-trade' && gap.settled)
    const halted = minutesOf(gaps, (gap) => gap.class === 'halted')
    const unexplained = Math.max(0, missing - notListed - noTrade - halted)
    const pending = slots.count - present - missing
    return [slots.count - notListed, present - filled, filled, noTrade, halted, unexplained, pending, late]
  }

  /**
   * Bars that came since the last look make little of the minutes that were missing then: it serves for a while,
   * but not for the whole session.
   */
  #lookToCount(): LedgerSession | undefined {
    const found = this.#found
    const isRecent = found?.missing === this.grade.missing && this.#ended - found.ended < minutesToCount
    const isOver = this.#ended === this.grade.slots.count
    return isRecent && !isOver ? this.lastLook() : this.ledger()
  }

  get #ended(): number {
    const { present, missing } = this.grade.detector
    return present + missing
  }
}

function minutesOf(gaps: readonly ClassifiedGap[], isMeant: (gap: ClassifiedGap) => boolean): number {
  return gaps.reduce((sum, gap) => sum + (isMeant(gap) ? gap.minutes : 0), 0)
}
