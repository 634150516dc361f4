import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function ledgerHandlers({ ledger, standIns, upkeep, store }: SystemManager): HandlersOf<'ledger'> {
  return {
    'ledger.session': ({ symbol, session }) => ledger.sessionOf(symbol, session),
    'ledger.evidence': ({ symbol, start }) => ledger.evidenceAt(symbol, start),
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
