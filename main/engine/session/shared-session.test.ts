import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { type DeltaCursor, readDelta } from './bar-delta.ts'
import { SessionData } from './session-data.ts'
import { versionWord } from './shared-arena.ts'
import { SharedSessionReader, type SharedView } from './shared-session.ts'
import { barsAt, plainSession } from './testing/made-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 2000)

function desk() {
  const time = new SimulatedTime(session.close)
  const data = new SessionData(session, time)
  data.registerSymbol('SPY')
  data.registerSymbol('IBM')
  return { time, data }
}

function barsOf(view: SharedView, symbol: string) {
  const { columns, from, to } = view.bars(symbol)
  return sliceColumns(columns, from, to)
}

describe('a reader of shared session data', () => {
  test('has the bars that were published, in any order, over the growth of the columns, and after going back', () => {
    const someMinutes = fc.array(fc.nat(1999), { maxLength: 1500 })
    fc.assert(
      fc.property(someMinutes, fc.nat(1999), (minutes, back) => {
        const { data } = desk()
        const reader = new SharedSessionReader(data.share())
        const check = (): void => {
          const { columns, from, to } = data.getLastNBars('SPY', 5000)
          expect(reader.read((view) => barsOf(view, 'SPY'))).toEqual(sliceColumns(columns, from, to))
          expect(reader.read((view) => view.bars('IBM').to)).toBe(0)
        }
        const half = Math.floor(minutes.length / 2)
        for (const minute of minutes.slice(0, half)) data.addBars('SPY', barsAt(open, [minute]))
        check()
        for (const minute of minutes.slice(half)) data.addBars('SPY', barsAt(open, [minute], 1))
        check()
        data.rewindTo(addMs(open, back * minuteMs))
        check()
      }),
      { numRuns: 30 },
    )
  })

  test('sees nothing of bars that were not published, and all of them at once then', () => {
    const { data } = desk()
    const reader = new SharedSessionReader(data.share())
    const counts = () => reader.read((view) => ['SPY', 'IBM'].map((symbol) => view.bars(symbol).to))
    data.symbolSession('SPY').addBars(barsAt(open, [0, 1]), 0, 2)
    data.symbolSession('IBM').addBars(barsAt(open, [0]), 0, 1)
    expect(counts()).toEqual([0, 0])
    data.publish()
    expect(counts()).toEqual([2, 1])
  })

  test('follows changes as one in the same thread does (G10)', () => {
    const { data } = desk()
    const reader = new SharedSessionReader(data.share())
    let cursor: DeltaCursor | undefined
    const next = () => {
      const delta = reader.read((view) => readDelta(view.published('SPY'), cursor))
      cursor = delta.cursor
      return delta
    }
    data.addBars('SPY', barsAt(open, [0, 1, 3]))
    expect(next()).toMatchObject({ restarted: false, revised: [], from: 0, to: 3 })
    data.addBars('SPY', barsAt(open, [2]))
    data.addBars('SPY', barsAt(open, [0], 5))
    data.addBars('SPY', barsAt(open, [4]))
    expect(next()).toMatchObject({ restarted: false, revised: [0, 2], from: 4, to: 5 })
    expect(next()).toMatchObject({ restarted: false, revised: [], from: 5, to: 5 })
    data.rewindTo(addMs(open, 2 * minuteMs))
    expect(next()).toMatchObject({ restarted: true, from: 0, to: 2 })
  })

  test('has quotes and ticks once they are shared', () => {
    const { data } = desk()
    const early = new SharedSessionReader(data.share())
    data.addQuote('SPY', open, 10, 11, 2, 3)
    data.addTick('SPY', open, 10.5, 100)
    expect(early.read((view) => view.quotes('SPY'))).toBeUndefined()
    const reader = new SharedSessionReader(data.share())
    data.addTick('SPY', addMs(open, 1), 10.6, 200)
    const seen = reader.read((view) => ({
      bid: view.quotes('SPY')?.columns.bid[0],
      sizes: view.ticks('SPY')?.columns.size.slice(0, view.ticks('SPY')?.to),
    }))
    expect(seen).toEqual({ bid: 10, sizes: Float64Array.of(100, 200) })
  })

  test('refuses a symbol that was not shared, and passes on what the work throws', () => {
    const { data } = desk()
    const reader = new SharedSessionReader(data.share())
    expect(() => reader.read((view) => view.bars('XYZ'))).toThrow(/XYZ is not part/)
    expect(() => reader.read(() => JSON.parse('{'))).toThrow(SyntaxError)
  })

  test('reads again when bars changed while it read, and gives up in the end', () => {
    const { data } = desk()
    data.addBars('SPY', barsAt(open, [0, 1]))
    const reader = new SharedSessionReader(data.share())
    let turns = 0
    const count = reader.read((view) => {
      if (turns++ < 2) data.addBars('SPY', barsAt(open, [0], turns))
      if (turns === 1) throw new Error('half a bar')
      return view.bars('SPY').to
    })
    expect([count, turns]).toEqual([2, 3])
    expect(() => reader.read(() => data.addBars('SPY', barsAt(open, [0], turns++)), 5)).toThrow(
      /without a pause/,
    )
  })

  test('does not read in the middle of a publication', () => {
    const { data } = desk()
    const shared = data.share()
    const control = new Int32Array(shared.buffer, 0, 2)
    Atomics.add(control, versionWord, 1)
    expect(() => new SharedSessionReader(shared).read((view) => view.bars('SPY'), 3)).toThrow(/3 ms/)
    Atomics.add(control, versionWord, 1)
    expect(new SharedSessionReader(shared).read((view) => view.bars('SPY').to, 3)).toBe(0)
  })

  test('waits for news with a time limit, blocking or not (L5)', async () => {
    const { data } = desk()
    const reader = new SharedSessionReader(data.share())
    const { version } = reader
    expect(reader.waitForChange(version, 1)).toBe(false)
    expect(await reader.nextChange(version, 1)).toBe(false)
    const news = reader.nextChange(version, 60_000)
    data.addBars('SPY', barsAt(open, [0]))
    expect(await news).toBe(true)
    expect(reader.waitForChange(version, 60_000)).toBe(true)
    expect(await reader.nextChange(version, 60_000)).toBe(true)
  })
})
