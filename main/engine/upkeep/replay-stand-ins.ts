import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { inTurns } from '../time/in-turns.ts'
import { previousClose } from './fill/previous-close.ts'
import { planStandIns, planTakingBack, type StandInPlan } from './fill/stand-ins.ts'
import { GapLedger } from './gap-ledger.ts'
import type { LedgerSurroundings } from './replay-ledger.ts'

/** What became of stand-ins that somebody asked for. */
export type KeptStandIns = Omit<StandInPlan, 'standIns'>

type Surroundings = Pick<LedgerSurroundings, 'store' | 'calendars' | 'ticker' | 'time' | 'replay' | 'changed'>

/** Synthetic bars in the missing minutes of the open replay, on request alone. */
export class ReplayStandIns {
  readonly #around: Surroundings

  constructor(around: Surroundings) {
    this.#around = around
  }

  /**
   * Puts synthetic bars into the gap that holds a minute, as far as it goes on the replay's clock, or takes back those
   * that stand there. Throws a Failure of code 'usage' where the minute is not missing or bars are shown as traded,
   * or 'read-only'.
   */
  async change(symbol: string, minute: EpochMs, takesBack: boolean): Promise<KeptStandIns> {
    const { store, calendars, ticker, time } = this.#around
    const replay = this.#around.replay()
    const { view } = replay.loaded
    if (view === 'as-traded')
      throw new Failure('usage', 'As traded, the replay shows no bars that came later: show it as repaired.')
    const { calendar, session } = replay.loadedSymbol(symbol).exchange
    const clock = replay.now()
    const ledger = new GapLedger(store.reader, time, calendars)
    const steps = ledger.sessionSteps(symbol, calendar.exchange, session.date, { clock, view })
    const found = await inTurns(steps, ticker)
    const gap = found?.gaps.find((one) => one.class !== 'pending' && one.start <= minute && minute < one.end)
    if (!found || !gap)
      throw new Failure('usage', `The minute ${formatUtc(minute)} of ${symbol} is not missing.`)
    const asker = { by: 'the window', at: time.now() }
    const { standIns, ...kept } = takesBack
      ? planTakingBack([gap], gap, asker)
      : planStandIns(
          { gaps: [gap], columns: found.columns },
          gap,
          previousClose(store.reader, calendar, symbol, session.date),
          asker,
        )
    if (standIns.length > 0) {
      await store.write((writer) => writer.call('keepStandIns', { symbol, standIns: [...standIns] }))
      this.#around.changed({ symbol, session: session.date })
    }
    return kept
  }
}
