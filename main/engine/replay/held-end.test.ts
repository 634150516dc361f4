import { expect, test } from 'vitest'
import { calendarSession, expectedMinutes } from './testing/calendar-session.ts'
import { Stage } from './testing/stage.ts'

const loaded = calendarSession('XNYS', '2024-11-29', [expectedMinutes('XNYS', '2024-11-29')])
const timeoutMs = 300_000

/** A replay that has been played to its end while something holds it. */
function heldAtEnd(...causes: readonly string[]): Stage {
  const on = new Stage(loaded, 'max')
  for (const cause of causes) on.replay.ending.hold(cause)
  on.replay.playback.play()
  for (let turn = 0; turn < 100 && !on.replay.playback.ended; turn++) {
    on.ticker.pass(10)
    on.settle()
  }
  expect(on.replay.playback.ended).toBe(true)
  return on
}

function stateOf({ replay }: Stage): string {
  return replay.watch.report().state
}

test('a session does not end, nor gives way to the next, while something holds its end', () => {
  const on = heldAtEnd('one', 'other')
  expect([stateOf(on), on.ends]).toEqual(['post-market', 0])
  on.replay.ending.release('one')
  expect([stateOf(on), on.ends]).toEqual(['post-market', 0])
  on.replay.ending.release('other')
  expect([stateOf(on), on.ends]).toEqual(['ended', 1])
  on.replay.ending.release('other')
  expect(on.ends).toBe(1)
})

test('L5: nothing holds it for longer than a session timeout', () => {
  const on = heldAtEnd('a source that never answers')
  on.ticker.pass(timeoutMs - 2000)
  expect([stateOf(on), on.ends]).toEqual(['post-market', 0])
  on.ticker.pass(2000)
  expect([stateOf(on), on.ends]).toEqual(['ended', 1])
})

test('a clock that is set back has not reached the end', async () => {
  const on = heldAtEnd('one')
  await on.replay.playback.step(-10)
  on.replay.ending.release('one')
  expect([stateOf(on), on.ends]).toEqual(['active', 0])
  await on.replay.playback.seek(loaded.end)
  expect(stateOf(on)).toBe('ended')
})
