import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import { type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { ToldAtClock } from './told-at-clock.ts'

const session = '2024-07-08' as SessionDate

function measuredAt(clock: EpochMs): UpkeepQuality {
  return { session, symbols: ['AAA'], measured: { clock, counts: new Int32Array(7) } }
}

function qualities(): ToldAtClock<UpkeepQuality> {
  return new ToldAtClock(
    ({ measured }) => measured?.clock,
    (one, other) => one.session === other.session,
  )
}

function at(clock: number, epoch = 1) {
  return { clock: epochMs(clock), epoch }
}

test('what came before its frame waits for it, and what is shown stays till then', () => {
  const board = qualities()
  const [first, second] = [measuredAt(epochMs(60_000)), measuredAt(epochMs(120_000))]
  expect(board.at(at(60_000), first)).toBe(first)
  expect(board.at(at(90_000), second)).toBe(first)
  expect(board.at(at(120_000), second)).toBe(second)
})

test('after a jump back nothing of a later clock is shown', () => {
  const board = qualities()
  const [late, early] = [measuredAt(epochMs(120_000)), measuredAt(epochMs(30_000))]
  expect(board.at(at(120_000), late)).toBe(late)
  expect(board.at(at(30_000, 2), late)).toBeUndefined()
  expect(board.at(at(30_000, 2), early)).toBe(early)
})

test('after a jump on nothing of a minute before it is shown, so that what the frame knows is', () => {
  const board = qualities()
  const [early, late] = [measuredAt(epochMs(60_000)), measuredAt(epochMs(600_000))]
  expect(board.at(at(60_000), early)).toBe(early)
  expect(board.at(at(600_000, 2), early)).toBeUndefined()
  expect(board.at(at(620_000, 2), early)).toBeUndefined()
  expect(board.at(at(620_000, 2), late)).toBe(late)
})

test('a jump within the minute that was measured leaves it, since it is not measured again', () => {
  const board = qualities()
  const measured = measuredAt(epochMs(70_000))
  expect(board.at(at(70_000), measured)).toBe(measured)
  expect(board.at(at(110_000, 2), measured)).toBe(measured)
})

test('G9: when upkeep ends, or another session opens, nothing stays of what it measured', () => {
  const board = qualities()
  const before = measuredAt(epochMs(60_000))
  board.at(at(60_000), before)
  const ended = { ...before, measured: undefined }
  expect(board.at(at(60_000), ended)).toBe(ended)
  board.at(at(60_000), before)
  const other = { ...measuredAt(epochMs(90_000)), session: '2024-07-09' as SessionDate }
  expect(board.at(at(60_000), other)).toBeUndefined()
  expect(board.at(at(60_000), undefined)).toBeUndefined()
})
