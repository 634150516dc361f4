import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { figureNames } from '#shared/sweep/rank.ts'
import { cellFileHeadShape } from '#shared/sweep/sweep-file.ts'
import type { SweepSplit } from '#shared/sweep/windows.ts'
import { type FinishedSweep, finishSweep, frameOf } from '../finished-sweep.ts'
import { sweepReport } from './sweep-report.ts'

const sessions = calendarOf('XNYS')
  .sessions('2024-07-08' as SessionDate, '2024-07-19' as SessionDate)
  .map(({ date, close }) => ({ date, end: close }))

/** A sweep of made-up figures; the cells of `failed` have none. */
function sample(
  split: SweepSplit,
  {
    values = [2, 3, 4],
    title = 'Two averages',
    failed = [1],
  }: { values?: number[]; title?: string; failed?: number[] } = {},
): FinishedSweep {
  const head = cellFileHeadShape.parse({
    format: 'tapedeck sweep cells 1',
    shard: { number: 1, of: 1 },
    sweep: {
      format: 'tapedeck sweep 1',
      strategy: { kind: 'built-in', name: 'two-averages' },
      title,
      axes: [
        { name: 'fast', values },
        { name: 'slow', values: [10, 20] },
        { name: 'percent', values: [95] },
      ],
      symbols: ['A'],
      exchange: 'XNYS',
      ...{ from: '2024-07-08', to: '2024-07-19', interval: '1m', view: 'as-repaired' },
      broker: usualBroker,
      closeAtEnd: false,
      split,
      by: 'sharpe',
      calendar: '1',
      bars: { A: '0'.repeat(64) },
    },
    sessions,
    sessionsAYear: 252,
  })
  const { windows } = frameOf(head)
  const figures = (cell: number, window: number, shift: number) =>
    figureNames.map((name, place) =>
      name === 'calmar' ? null : Math.sin(cell * 3 + window + shift) + place / 50,
    )
  const results = Array.from(
    { length: values.length * 2 },
    (_, cell): CellResult =>
      failed.includes(cell)
        ? { cell, fault: 'own.ts:1:1: <b>no</b>' }
        : {
            cell,
            windows: windows.map(({ outOfSample }, window) => ({
              inSample: figures(cell, window, 0),
              ...(outOfSample && {
                outOfSample: {
                  figures: figures(cell, window, 1),
                  ...(split.kind === 'walk-forward' && {
                    daily: Array.from(
                      { length: outOfSample.to - outOfSample.from },
                      (__, day) => 1 + day / 100,
                    ),
                  }),
                },
              }),
            })),
          },
  )
  return finishSweep(head, results)
}

const walk: SweepSplit = { kind: 'walk-forward', inSample: 4, outOfSample: 3 }

test.each<[SweepSplit, number, number]>([
  [{ kind: 'whole' }, 1, 0],
  [{ kind: 'held-back', percent: 30 }, 2, 0],
  [walk, 2, 1],
])('%j: one file that needs no other, with its maps', (split, maps, charts) => {
  const page = sweepReport(sample(split))
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|\bsrc=|\bhref=|https?:/)
  expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/)
  expect(page.match(/<table class="heat">/g)).toHaveLength(maps)
  expect(page.match(/<td class="[^"]*chosen"/g)).toHaveLength(maps)
  expect(page.match(/<svg class="chart"/g) ?? []).toHaveLength(charts)
  expect(page).toContain('* Sharpe ratio says little of fewer than 30 sessions')
  expect(page).toContain('6 cells were tried.')
  expect(page).toContain('1 cell failed.')
  expect(sweepReport(sample(split))).toBe(page)
})

test('every cell of a map says what it is, also where there is no room for numbers', () => {
  const page = sweepReport(sample({ kind: 'whole' }, { values: Array.from({ length: 15 }, (_, k) => k + 2) }))
  expect(page.match(/title="fast \d+, slow (10|20): (−?\d+\.\d\d\*|none)"><\/td>/g)).toHaveLength(30)
})

test('what people wrote is text, never HTML', () => {
  const page = sweepReport(sample(walk, { title: '<img src=x onerror="alert(1)">' }))
  expect(page).not.toContain('<img')
})

test('a sweep without a number, or with one param alone, has no map and says so', () => {
  const none = sweepReport(sample({ kind: 'whole' }, { failed: [0, 1, 2, 3, 4, 5] }))
  expect(none).toContain('No cell has a number to be compared by.')
  expect(none).not.toContain('<table class="heat">')
  expect(sweepReport(sample(walk, { failed: [0, 1, 2, 3, 4, 5] }))).toContain('</html>')
})
