import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateColumns, at, setColumns, sliceColumns } from '#shared/bars/columns.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { madeOpen, madeSession } from '../replay/testing/made-session.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { ExpectedSlots } from '../upkeep/detect/expected-slots.ts'
import { detectGaps } from '../upkeep/detect/gap-detector.ts'
import { checkDelivery, checkGaps } from './check-delivery.ts'
import { StepChecks } from './check-step.ts'
import type { SymbolStep } from './trace.ts'
import { verifySession } from './verify-session.ts'
import { Findings } from './violation.ts'

const session = plainSession(madeOpen, 60)
const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 60 })

test('a replay of any session holds every invariant', () => {
  fc.assert(
    fc.property(fc.array(minutes, { minLength: 1, maxLength: 4 }), (symbols) => {
      const loaded = madeSession(
        symbols.map((own) => ({ minutes: own.sort((one, other) => one - other), trailing: [] })),
      )
      const report = verifySession(loaded, () => 0)
      expect(report.violations).toEqual([])
      expect(report.checked).toBeGreaterThan(60 * symbols.length)
    }),
    { numRuns: 50 },
  )
})

/** The step that an honest replay shows after `count` minutes that all have a bar. */
function honest(count: number, changes: Partial<SymbolStep> = {}): SymbolStep {
  const columns = barsAt(
    madeOpen,
    Array.from({ length: 60 }, (_, minute) => minute),
  )
  const known = sliceColumns(columns, 0, count)
  return {
    symbol: 'S0',
    bars: { columns, from: 0, to: count },
    volume: known.volume.reduce((sum, volume) => sum + volume, 0),
    high: Math.max(...known.high),
    low: Math.min(...known.low),
    recorded: count,
    late: 0,
    corrections: 0,
    derived: [Math.ceil(count / 5), Math.ceil(count / 15), Math.ceil(count / 60)],
    ...changes,
  }
}

/** What is found when a symbol goes from one step to another, at these minutes of the clock. */
function found(...steps: readonly (readonly [minute: number, step: SymbolStep])[]): readonly string[] {
  const findings = new Findings()
  const checks = new StepChecks(() => ({ segments: session.segments, stretches: session.segments }), findings)
  for (const [minute, step] of steps)
    checks.check({ clock: addMs(madeOpen, minute * minuteMs), symbols: [step] })
  return findings.violations.map(({ invariant }) => invariant)
}

describe('a step', () => {
  test('that is honest holds', () => {
    expect(found([1, honest(1)], [2, honest(2)], [30, honest(30)])).toEqual([])
  })

  test.each([
    ['clock never goes back', [5, honest(4)], [4, honest(4)]],
    ['nothing from after the clock', [4, honest(5, { recorded: 4 })], [5, honest(5)]],
    [
      'counts, volume and high never fall, low never rises',
      [5, honest(5)],
      [6, honest(4, { recorded: 5, volume: honest(5).volume, high: honest(5).high, low: honest(5).low })],
    ],
    ['no partial update is visible', [5, honest(5, { volume: honest(4).volume })], [6, honest(6)]],
    ['no partial update is visible', [5, honest(5, { high: 1000 })], [6, honest(6)]],
    [
      'coverage stays in range and moves by one minute at most',
      [5, honest(5, { recorded: 3 })],
      [6, honest(6)],
    ],
    ['no more derived bars than windows began', [5, honest(5, { derived: [2, 1, 1] })], [6, honest(6)]],
  ] as const)('breaks: %s', (invariant, before, after) => {
    expect(found(before, after)).toContain(invariant)
  })
})

describe('delivery', () => {
  const source = barsAt(madeOpen, [0, 1, 2, 10])
  const slots = new ExpectedSlots(session, minuteMs)
  const end = session.close
  const listed = { slots, gaps: detectGaps(slots, source, end).gaps(), end }
  const check = (columns = source, recorded = columns.start.length): readonly string[] => {
    const findings = new Findings()
    const bars = { columns, from: 0, to: columns.start.length }
    checkDelivery(findings, 'S0', session.close, bars, source)
    checkGaps(findings, 'S0', bars, recorded, listed)
    return findings.violations.map(({ invariant }) => invariant)
  }

  test('of all bars, with a hole that is listed, holds', () => {
    expect(check()).toEqual([])
  })

  test('of a bar less, or of another value, is found', () => {
    expect(check(sliceColumns(source, 0, 3))).toEqual([
      'every bar of the source is delivered once',
      'neighbours are adjacent or have a listed gap between them',
    ])
    const changed = sliceColumns(source)
    changed.close[2] = at(changed.close, 2) + 1
    expect(check(changed)).toEqual(['every bar of the source is delivered once'])
  })

  test('of a bar twice is an overlap', () => {
    const twice = allocateColumns(5)
    setColumns(twice, sliceColumns(source, 0, 2), 0)
    setColumns(twice, sliceColumns(source, 1, 4), 2)
    expect(check(twice)).toContain('no bar overlaps another')
  })

  test('of a high below the low is found', () => {
    const upside = sliceColumns(source)
    upside.high[1] = at(upside.low, 1) - 1
    expect(check(upside)).toContain('high is not below low')
  })

  test('with a minute between two bars that is not listed as missing is found', () => {
    const unlisted = barsAt(madeOpen, [0, 2, 10])
    const findings = new Findings()
    checkGaps(findings, 'S0', { columns: unlisted, from: 0, to: 3 }, 4, listed)
    const invariant = 'neighbours are adjacent or have a listed gap between them'
    expect(findings.violations).toMatchObject([{ invariant, time: addMs(madeOpen, 2 * minuteMs) }])
  })

  test('of fewer minutes counted than there are is found', () => {
    expect(check(source, 3)).toEqual(['neighbours are adjacent or have a listed gap between them'])
  })
})
