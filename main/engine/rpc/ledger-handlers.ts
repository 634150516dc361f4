import type { EvidenceItem, GapRow } from '#shared/protocol/ledger-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import type { ClassifiedGap } from '../upkeep/classify/classify-gaps.ts'
import type { NextTries } from '../upkeep/data-upkeep/contract.ts'
import type { Evidence } from '../upkeep/evidence/evidence.ts'
import { coverageOf, explainedOf } from '../upkeep/quality/session-counts.ts'
import { gapRowOf } from './gap-row.ts'
import type { HandlersOf } from './handlers.ts'

export function ledgerHandlers({ ledger, standIns, upkeep, store }: SystemManager): HandlersOf<'ledger'> {
  return {
    'ledger.session': async ({ symbol, session: asked }) => {
      const { counts, sources, gaps, fills, session, clock } = await ledger.sessionOf(symbol, asked)
      const ended = gaps.filter((gap) => gap.class !== 'pending')
      const next = ended.length > 0 ? await upkeep.nextTries(symbol) : undefined
      const told = ended.map((gap) => ({ ...gapRowOf(gap), ...nextOf(gap, next) }))
      const shares = { coverage: coverageOf(counts), explained: explainedOf(counts) }
      const whence = { sources: [...sources], fills: [...fills] }
      return { symbol, session, clock, counts, ...shares, ...whence, gaps: told }
    },
    'ledger.evidence': async ({ symbol, start }) => {
      const gap = await ledger.gapAt(symbol, start)
      const parts = gap.evidence.map((part) => ({ ...part, known: part.known.map(itemOf) }))
      return { start: gap.start, end: gap.end, parts }
    },
    'ledger.mark': async ({ class: gapClass, reason, ...run }) => {
      await ledger.mark(run, gapClass, reason)
      return null
    },
    'ledger.retry': async ({ symbol, start: minute, source }) => {
      const { start, end } = await ledger.gapAt(symbol, minute)
      await store.checkWritable()
      return await upkeep.retry({ symbol, start, end, ...(source !== undefined && { source }) })
    },
    'ledger.standIn': ({ symbol, start, takeBack }) => standIns.change(symbol, start, takeBack),
    'ledger.unmark': async (run) => {
      await ledger.unmark(run)
      return null
    },
  }
}

/** When a gap is asked for next, where that is planned for any of its minutes. */
function nextOf({ start, end }: ClassifiedGap, next: NextTries | undefined): Pick<GapRow, 'next'> {
  const run = next?.runs.find((one) => one.start < end && start < one.end)
  return next && run ? { next: { at: next.at, try: run.try, of: next.of } } : {}
}

/** Evidence in arrays of its own, as a message carries it. */
function itemOf(entry: Evidence): EvidenceItem {
  return entry.kind === 'others' ? { ...entry, missing: [...entry.missing] } : entry
}
