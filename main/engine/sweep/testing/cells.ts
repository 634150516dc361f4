import { usualBroker } from '#shared/backtest/broker-settings.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { figureNames } from '#shared/sweep/rank.ts'
import { type CellFileHead, cellFileHeadShape } from '#shared/sweep/sweep-file.ts'

/** The head of a sweep of six cells, or of a part of it; `sweep` says what is different of it. */
export function headOfCells(sweep: object = {}, shard = { number: 1, of: 1 }): CellFileHead {
  return cellFileHeadShape.parse({
    format: 'tapedeck sweep cells 1',
    shard,
    sweep: {
      format: 'tapedeck sweep 1',
      strategy: { kind: 'built-in', name: 'two-averages' },
      title: 'Two moving averages',
      axes: [{ name: 'fast', values: [2, 3, 4, 5, 6, 7] }],
      symbols: ['A'],
      exchange: 'XNYS',
      ...{ from: '2024-07-08', to: '2024-07-09', interval: '1m', view: 'as-repaired' },
      broker: usualBroker,
      closeAtEnd: false,
      split: { kind: 'whole' },
      by: 'sharpe',
      calendar: '1',
      bars: { A: '0'.repeat(64) },
      ...sweep,
    },
    sessions: [{ date: '2024-07-08', end: 1_720_468_800_000 }],
    sessionsAYear: 252,
  })
}

/** What came of a cell, with a figure that has no meaning among the others. */
export function resultOfCell(cell: number): CellResult {
  return {
    cell,
    windows: [{ inSample: figureNames.map((_, place) => (place === 3 ? null : cell + place / 8)) }],
  }
}
