import { expect, test } from 'vitest'
import { parseOverlay } from '#shared/calendar/overlay.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { SessionBatch, StoreReader, StoreWriter } from '../../store/store.ts'
import { file } from '../../store/testing/temporary-store.ts'
import { GapLedger, type LedgerSession } from '../gap-ledger.ts'
import { asked, barsBut, halfDay, monday, storeWith, tuesday, yearLater } from '../testing/made-store.ts'

/** The same store, with the spans of sessions that are read of it one after the other. */
function counted(store: StoreWriter): { readonly reader: StoreReader; readonly spans: string[] } {
  const spans: string[] = []
  const reader = new Proxy<StoreReader>(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...told: unknown[]): unknown => {
        if (name === 'readSessions' && told[2] !== told[3]) spans.push(`${told[0]} ${told[2]} ${told[3]}`)
        return Reflect.apply(value, target, told)
      }
    },
  })
  return { reader, spans }
}

function ledgerOf(store: StoreReader, calendars = new Calendars()): GapLedger {
  return new GapLedger(store, { now: () => yearLater }, calendars)
}

function look(ledger: GapLedger, session = tuesday): LedgerSession | undefined {
  return ledger.sessionOf('SPY', 'XNYS', session)
}

function fillOf(store: StoreWriter, batch: SessionBatch, session: typeof monday): void {
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const answeredAt = yearLater
  const request = {
    ...asked('second', session, [0, 390]),
    outcome: 'bars' as const,
    bars: 1,
    id: 'r',
    answeredAt,
  }
  store.storeFill({ ...batch, request, columns: batch.columns })
}

test('a fill of a session leaves what is known of those before it: they are read once', () => {
  const store = storeWith(barsBut([3, 4]), barsBut([7, 8, 200], { session: tuesday }))
  const { reader, spans } = counted(store)
  const ledger = ledgerOf(reader)
  look(ledger)
  const once = [...spans]
  expect(new Set(once).size).toBe(once.length)
  fillOf(store, barsBut([8, 200], { session: tuesday }), tuesday)
  expect(look(ledger)?.gaps).toEqual(look(ledgerOf(store))?.gaps)
  expect(spans).toEqual(once)
})

test.each([
  ['a fill', (store: StoreWriter) => fillOf(store, barsBut([4]), monday)],
  [
    'an import',
    (store: StoreWriter) =>
      store.importFile(file({ name: 'more.csv' }), [barsBut([5], { session: halfDay, to: 210 })]),
  ],
  [
    'another feed',
    (store: StoreWriter) =>
      store.importFile(file({ feed: 'other' }), [barsBut([], { session: halfDay, to: 210 })]),
  ],
])('%s of a session before is seen at the next look', (_, change) => {
  const store = storeWith(barsBut([3, 4]), barsBut([7, 8], { session: tuesday }))
  const ledger = ledgerOf(store)
  const before = look(ledger)?.gaps
  change(store)
  const after = look(ledger)?.gaps
  expect(after).toEqual(look(ledgerOf(store))?.gaps)
  expect(after).not.toEqual(before)
})

test('another session of the symbol, and another calendar, look at sessions of their own', () => {
  const store = storeWith(
    barsBut([3]),
    barsBut([1], { session: halfDay, to: 210 }),
    barsBut([7], { session: tuesday }),
  )
  const calendars = new Calendars()
  const ledger = ledgerOf(store, calendars)
  look(ledger)
  expect(look(ledger, monday)?.gaps).toEqual(look(ledgerOf(store), monday)?.gaps)
  const closures = [{ date: halfDay, reason: 'a storm' }]
  calendars.replace(new Map([['XNYS', parseOverlay({ closures })]]))
  expect(look(ledger)?.gaps).toEqual(look(ledgerOf(store, calendars))?.gaps)
})
