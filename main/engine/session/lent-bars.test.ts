import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { SessionData } from './session-data.ts'
import { SharedSessionReader } from './shared-session.ts'
import { barsAt, plainSession } from './testing/made-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const minutes = 60
const session = plainSession(open, minutes)
const fiveMinutes = '5m' as Interval

function endOf(minute: number): EpochMs {
  return addMs(open, (minute + 1) * minuteMs)
}

/** A symbol whose even minutes come from columns that are lent or copied. */
function desk(isLent: boolean) {
  const time = new SimulatedTime(open)
  const data = new SessionData(session, time)
  const symbol = data.registerSymbol('SPY')
  const starts = Array.from({ length: minutes / 2 }, (_, index) => 2 * index)
  const source = barsAt(open, starts)
  if (isLent) symbol.lend(source)
  const go = (clock: EpochMs): void => {
    if (clock < time.now()) {
      time.rewindTo(clock)
      data.rewindTo(clock)
    }
    time.advanceTo(clock)
    const known = source.start.filter((start) => start + minuteMs <= clock).length
    const there = source.start.filter((start) => start <= lastStart()).length
    if (known > there) symbol.addBars(source, there, known)
    data.publish()
  }
  const lastStart = (): number => {
    const { columns, from, to } = symbol.getLastNBars(1)
    return from < to ? (columns.start[from] as number) : Number.NEGATIVE_INFINITY
  }
  return { data, symbol, source, time, go }
}

type Deed =
  | { readonly kind: 'go'; readonly second: number }
  | { readonly kind: 'write'; readonly minute: number; readonly seed: number }
  | { readonly kind: 'share' }

const someDeed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('go' as const), second: fc.nat(minutes * 60) }) },
  fc.record({ kind: fc.constant('write' as const), minute: fc.nat(minutes - 1), seed: fc.nat(3) }),
  fc.constant({ kind: 'share' as const }),
)

function perform(deed: Deed, { data, symbol, time, go }: ReturnType<typeof desk>): void {
  if (deed.kind === 'go') go(addMs(open, deed.second * 1000))
  else if (deed.kind === 'share') data.share()
  else if (endOf(deed.minute) <= time.now()) symbol.addBars(barsAt(open, [deed.minute], deed.seed), 0, 1)
}

function everything({ data, symbol }: ReturnType<typeof desk>) {
  const { columns, from, to } = symbol.minutes().range()
  const derived = symbol.derivedBars(fiveMinutes).range()
  return {
    bars: sliceColumns(columns, from, to),
    latest: symbol.getLatestBar()?.from,
    derived: sliceColumns(derived.columns, derived.from, derived.to),
    metrics: symbol.getMetrics(),
    revisions: symbol.getRevisions(),
    shared: new SharedSessionReader(data.share()).read((view) => {
      const range = view.bars('SPY')
      return sliceColumns(range.columns, range.from, range.to)
    }),
  }
}

describe('bars that are lent', () => {
  test('are read where they lie, and the range grows over them', () => {
    const { symbol, source, go } = desk(true)
    go(endOf(4))
    expect(symbol.getLastNBars(2)).toEqual({ columns: source, from: 1, to: 3 })
    expect(symbol.minutes().range().columns).toBe(source)
    go(endOf(1))
    go(endOf(8))
    expect(symbol.minutes().range().columns).toBe(source)
    expect(symbol.getBarCount()).toBe(5)
  })

  test.each([
    ['a late bar', { kind: 'write', minute: 1, seed: 0 }],
    ['a correction', { kind: 'write', minute: 2, seed: 1 }],
    ['a bar of another origin', { kind: 'write', minute: 5, seed: 0 }],
    ['a reader in another thread', { kind: 'share' }],
  ] as const)('are copied for %s, and stay as they were', (_, deed) => {
    const lent = desk(true)
    const before = sliceColumns(lent.source)
    lent.go(endOf(5))
    perform(deed, lent)
    expect(lent.symbol.minutes().range().columns).not.toBe(lent.source)
    lent.go(session.close)
    expect(lent.source).toEqual(before)
  })

  test('are not taken over where there are bars already', () => {
    const { symbol, source } = desk(false)
    symbol.addBars(source, 0, 1)
    symbol.lend(source)
    symbol.addBars(source, 1, 2)
    expect(symbol.minutes().range().columns).not.toBe(source)
  })

  test('look the same as copied ones after anything that is done', () => {
    fc.assert(
      fc.property(fc.array(someDeed, { maxLength: 12 }), (deeds) => {
        const [lent, copied] = [desk(true), desk(false)]
        for (const deed of deeds) {
          perform(deed, lent)
          perform(deed, copied)
        }
        expect(everything(lent)).toEqual(everything(copied))
        lent.go(session.close)
        copied.go(session.close)
        expect(everything(lent)).toEqual(everything(copied))
      }),
    )
  })
})
