import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { AnsweredRequest, FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import type { FoundBars, KeptAnswer } from './contract.ts'
import { FillIntake } from './fill-intake.ts'

const at = 1_000_000 as EpochMs
const stored: FilledBars = { added: 1, same: 0, differing: 0 }

function foundOf(id: number): FoundBars {
  const request: AnsweredRequest = {
    kind: 'request',
    source: 'two',
    ...{ from: at, to: at, askedAt: at, answeredAt: at },
    try: 1,
    outcome: 'empty',
    bars: 0,
    id: `r${id}`,
  }
  const fill: SessionFill = {
    symbol: `S${id}`,
    exchange: 'XNYS',
    interval: '1m' as Interval,
    session: '2024-01-10' as SessionDate,
    request,
    columns: allocateColumns(0),
  }
  return { run: 1, id, store: storeOf(id), fill }
}

/** Those from a hundred on are of another store. */
function storeOf(id: number): string {
  return id < 100 ? 'one' : 'other'
}

/** An intake whose every fill takes a millisecond, and whose store keeps a batch when it is told to. */
class IntakeStage {
  readonly ticker = new ManualTicker()
  /** Numbers of what was taken, a list for each turn. */
  readonly turns: number[][] = []
  readonly batches: string[][] = []
  /** The store that each batch was for. */
  readonly stores: string[] = []
  readonly answers: KeptAnswer[] = []
  readonly failures: string[] = []
  readonly #intake: FillIntake
  readonly #isBad: (symbol: string) => boolean
  readonly #stored: (() => void)[] = []
  #turn: number[] = []

  constructor(isBad: (symbol: string) => boolean = () => false) {
    this.#isBad = isBad
    this.#intake = new FillIntake({
      ticker: this.ticker,
      take: ({ id }) => {
        this.ticker.spend(1)
        this.#turn.push(id)
        return at
      },
      taken: () => {
        this.turns.push(this.#turn)
        this.#turn = []
      },
      keep: (fills, store) => this.#keep(fills, store),
      notKept: ({ message }) => this.failures.push(message),
    })
  }

  add(...ids: readonly number[]): void {
    for (const id of ids) this.#intake.add(foundOf(id), (answer) => this.answers.push(answer))
  }

  /** The store has kept the batch that it was given. */
  async store(): Promise<void> {
    this.#stored.shift()?.()
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }

  async #keep(fills: readonly SessionFill[], store: string): Promise<readonly FilledBars[]> {
    this.stores.push(store)
    this.batches.push(fills.map(({ symbol }) => symbol))
    await new Promise<void>((resolve) => this.#stored.push(resolve))
    if (fills.some(({ symbol }) => this.#isBad(symbol))) throw new Failure('bad-file', 'not this one')
    return fills.map(() => stored)
  }
}

test('a turn of the event loop takes as many as two milliseconds allow, and shows them together', () => {
  const stage = new IntakeStage()
  stage.add(1, 2, 3, 4, 5)
  expect(stage.turns).toEqual([])
  stage.ticker.pass(10)
  expect(stage.turns).toEqual([[1, 2], [3, 4], [5]])
})

test('what comes while the store is busy is stored together, and each is told of', async () => {
  const stage = new IntakeStage()
  stage.add(1)
  stage.ticker.pass(10)
  stage.add(2, 3, 4)
  stage.ticker.pass(10)
  await stage.store()
  expect(stage.batches).toEqual([['S1'], ['S2', 'S3', 'S4']])
  expect(stage.answers).toEqual([{ run: 1, id: 1, knownAt: at, bars: stored }])
  await stage.store()
  expect(stage.answers.map(({ id }) => id)).toEqual([1, 2, 3, 4])
})

test('one that cannot be stored takes no other along', async () => {
  const stage = new IntakeStage((symbol) => symbol === 'S3')
  stage.add(1)
  stage.ticker.pass(10)
  stage.add(2, 3, 4)
  stage.ticker.pass(10)
  for (let batch = 0; batch < 5; batch++) await stage.store()
  expect(stage.failures).toEqual(['not this one'])
  expect(stage.answers.map(({ id, bars }) => [id, bars !== undefined])).toEqual([
    [1, true],
    [2, true],
    [3, false],
    [4, true],
  ])
})

test('what was found for two stores is never stored together', async () => {
  const stage = new IntakeStage()
  stage.add(1)
  stage.ticker.pass(10)
  stage.add(2, 100, 3, 101)
  stage.ticker.pass(10)
  for (let batch = 0; batch < 3; batch++) await stage.store()
  expect(stage.batches).toEqual([['S1'], ['S2', 'S3'], ['S100', 'S101']])
  expect(stage.stores).toEqual(['one', 'one', 'other'])
  expect(stage.answers.map(({ id }) => id)).toEqual([1, 2, 3, 100, 101])
})
