import { z } from 'zod'
import { backtestRequestShape } from '../protocol/backtest-calls.ts'
import { epochMsShape, sessionDateShape } from '../protocol/shapes.ts'
import { chosenStrategyShape } from '../strategy/chosen-strategy.ts'
import { rankNames } from './rank.ts'

const axisShape = z.object({ name: z.string().min(1).max(64), values: z.array(z.number()).min(1) })

export const splitShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole') }),
  z.object({ kind: z.literal('held-back'), percent: z.number().gt(0).lt(100) }),
  z.object({
    kind: z.literal('walk-forward'),
    inSample: z.int().min(1).max(99_999),
    outOfSample: z.int().min(1).max(99_999),
  }),
])

/** What a sweep is of, before its bars are read. */
export const sweepRequestShape = backtestRequestShape.omit({ params: true }).extend({
  axes: z.array(axisShape).max(100),
  split: splitShape,
  /** What cells are compared by; it changes no cell. */
  by: z.enum(rankNames),
})
export type SweepRequest = z.infer<typeof sweepRequestShape>

const hashShape = z.string().regex(/^[0-9a-f]{64}$/)

export const sweepFileShape = sweepRequestShape.extend({
  format: z.literal('tapedeck sweep 1'),
  /** With its text where it is one of a file: nothing else is needed. */
  strategy: chosenStrategyShape,
  /** What the strategy calls itself. */
  title: z.string(),
  exchange: z.string(),
  /** Hashes of what the cells are given: parts of one sweep have the same ones. */
  calendar: z.string(),
  bars: z.record(z.string(), hashShape),
  /** Hash of what came of the cells; none before they are through. */
  cells: hashShape.exactOptional(),
})
/** All that a sweep is made of: from it the same sweep runs again, or a part of it elsewhere. */
export type SweepFile = z.infer<typeof sweepFileShape>

/** A part of a sweep: the `number`th of `of`, from 1. */
const shardShape = z.object({ number: z.int().min(1), of: z.int().min(1).max(100_000) })
export type Shard = z.infer<typeof shardShape>

/** What stands above the results of cells, so that they can be judged without their bars. */
export const cellFileHeadShape = z.object({
  format: z.literal('tapedeck sweep cells 1'),
  shard: shardShape,
  sweep: sweepFileShape,
  sessions: z.array(z.object({ date: sessionDateShape, end: epochMsShape })).min(1),
  sessionsAYear: z.int().min(1),
})
export type CellFileHead = z.infer<typeof cellFileHeadShape>

/** The cells of a part: every `of`th one, so that parts take about as long as each other. */
export function cellsOfShard({ number, of }: Shard, count: number): readonly number[] {
  const cells: number[] = []
  for (let cell = number - 1; cell < count; cell += of) cells.push(cell)
  return cells
}

/** Reads `2/4`: the second of four parts. */
export function parseShard(text: string): Shard | undefined {
  const [, number, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const shard = shardShape.safeParse({ number: Number(number), of: Number(of) })
  return shard.success && shard.data.number <= shard.data.of ? shard.data : undefined
}

/** What of two sweeps is not the same, as far as it changes a cell, by name; none where it is the same sweep. */
export function sweepDifferences(one: SweepFile, other: SweepFile): readonly string[] {
  const names = [
    'strategy',
    'axes',
    'symbols',
    'exchange',
    'from',
    'to',
    'interval',
    'view',
    'broker',
  ] as const
  const all = [...names, 'closeAtEnd', 'split', 'calendar', 'bars'] as const
  const words: Readonly<Record<string, string>> = { axes: 'params', closeAtEnd: 'close-at-end' }
  return all
    .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
    .map((name) => words[name] ?? name)
}
