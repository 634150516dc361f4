import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import { type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { QualityBoard } from './quality-board.ts'

const session = '2024-07-08' as SessionDate

function measuredAt(clock: EpochMs): UpkeepQuality {
  return { session, symbols: ['AAA'], measured: { clock, counts: new Int32Array(7) } }
}

test('what came before its frame waits for it, and what is shown stays till then', () => {
  const board = new QualityBoard()
  const [first, second] = [measuredAt(epochMs(60_000)), measuredAt(epochMs(120_000))]
  expect(board.at(epochMs(60_000), first)).toBe(first)
  expect(board.at(epochMs(90_000), second)).toBe(first)
  expect(board.at(epochMs(120_000), second)).toBe(second)
})

test('after a jump back nothing of a later clock is shown', () => {
  const board = new QualityBoard()
  const [late, early] = [measuredAt(epochMs(120_000)), measuredAt(epochMs(30_000))]
  expect(board.at(epochMs(120_000), late)).toBe(late)
  expect(board.at(epochMs(30_000), late)).toBeUndefined()
  expect(board.at(epochMs(30_000), early)).toBe(early)
})

test('G9: when upkeep ends, or another session opens, nothing stays of what it measured', () => {
  const board = new QualityBoard()
  const before = measuredAt(epochMs(60_000))
  board.at(epochMs(60_000), before)
  const ended = { ...before, measured: undefined }
  expect(board.at(epochMs(60_000), ended)).toBe(ended)
  board.at(epochMs(60_000), before)
  const other = { ...measuredAt(epochMs(90_000)), session: '2024-07-09' as SessionDate }
  expect(board.at(epochMs(60_000), other)).toBeUndefined()
  expect(board.at(epochMs(60_000), undefined)).toBeUndefined()
})
