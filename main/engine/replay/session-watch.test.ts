import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionLogEntry } from '#shared/protocol/session-calls.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { addMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { slowVerdict } from '../boundaries/testing/slow-reference.ts'
import { utc } from '../boundaries/testing/utc.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import type { LoadedSession } from './loaded-session.ts'
import { watchSettings } from './session-watch.ts'
import { calendarSession, expectedMinutes } from './testing/calendar-session.ts'
import { Stage } from './testing/stage.ts'

const halfDay = expectedMinutes('XNYS', '2024-11-29')
const usual = watchSettings(defaultSettings)

/** Entries as "from → to TIME", "break TIME" and the like. */
function lines(log: readonly SessionLogEntry[]): readonly string[] {
  return log.map((entry) => {
    const time = formatUtc(entry.due).slice(11, 16)
    if (entry.type === 'moved') return `${entry.from} → ${entry.to} ${time}${entry.forced ? ' forced' : ''}`
    if (entry.type === 'break') return `break ${entry.began ? 'begins' : 'ends'} ${time}`
    return `${entry.type} ${time}`
  })
}

function without(minutes: readonly number[], from: number, to: number): readonly number[] {
  return minutes.filter((minute) => minute < from || minute >= to)
}

async function sought(loaded: LoadedSession, time: string): Promise<Stage> {
  const on = new Stage(loaded, 'max')
  await on.replay.playback.seek(utc(time))
  on.settle()
  return on
}

function played(loaded: LoadedSession, speed: 1 | 600 | 3600 | 'max'): Stage {
  const on = new Stage(loaded, speed)
  on.settle()
  on.replay.playback.play()
  for (let passed = 0; !on.replay.playback.ended && passed < 40_000_000; passed += 1000) {
    on.ticker.pass(1000)
    on.settle()
  }
  return on
}

describe('the state of a replayed session', () => {
  test('follows the calendar of a half day, and is over at the end of the replay (B3)', async () => {
    const loaded = calendarSession('XNYS', '2024-11-29', [halfDay])
    const on = await sought(loaded, '2024-11-29T17:59:00Z')
    expect(on.replay.watch.report()).toMatchObject({ state: 'active', since: utc('2024-11-29T14:30:00Z') })
    await on.replay.playback.seek(loaded.end)
    const { state, log, next } = on.replay.watch.report()
    expect([state, next]).toEqual(['ended', '2024-12-02'])
    expect(lines(log)).toEqual([
      'not-started → active 14:30',
      'active → post-market 18:00',
      'post-market → ended 18:30',
    ])
  })

  test('with extended hours it begins with the pre-market and is not over before they are', async () => {
    const loaded = calendarSession('XNYS', '2024-12-02', [[]], 'all')
    const on = new Stage(loaded)
    expect(on.replay.watch.report()).toMatchObject({ state: 'pre-market', since: loaded.start })
    await on.replay.playback.seek(utc('2024-12-03T00:59:00Z'))
    expect(on.replay.watch.report().state).toBe('ended')
    const full = calendarSession('XNYS', '2024-12-02', [expectedMinutes('XNYS', '2024-12-02')], 'all')
    const late = await sought(full, '2024-12-03T00:59:00Z')
    expect(late.replay.watch.report().state).toBe('post-market')
    await late.replay.playback.seek(full.end)
    expect(late.replay.watch.report()).toMatchObject({ state: 'ended', since: full.end })
  })

  test('a lunch break is told, and nobody is late in it (B1)', async () => {
    const all = expectedMinutes('XHKG', '2024-01-10')
    const loaded = calendarSession('XHKG', '2024-01-10', [all, without(all, 130, 1000)])
    const on = await sought(loaded, '2024-01-10T04:30:00Z')
    const { state, onBreak, log } = on.replay.watch.report()
    expect([state, onBreak, lines(log).at(-1)]).toEqual(['active', true, 'break begins 04:00'])
    expect(['S0', 'S1'].map((symbol) => on.replay.watch.stateOf(symbol))).toEqual(['current', 'stalled'])
    await on.replay.playback.seek(utc('2024-01-10T05:03:00Z'))
    expect(lines(on.replay.watch.report().log).at(-1)).toBe('break ends 05:00')
    expect(on.replay.watch.stateOf('S0')).toBe('current')
  })

  test('a feed that dies times the session out, and its return brings it back (R24)', async () => {
    const holed = without(halfDay, 60, 90)
    const loaded = calendarSession('XNYS', '2024-11-29', [holed, holed])
    const on = await sought(loaded, '2024-11-29T15:40:00Z')
    expect(on.replay.watch.report()).toMatchObject({ state: 'timeout', since: utc('2024-11-29T15:35:00Z') })
    await on.replay.playback.seek(utc('2024-11-29T16:05:00Z'))
    expect(lines(on.replay.watch.report().log).slice(1)).toEqual([
      'active → timeout 15:35',
      'timeout → active 16:01',
    ])
    expect(on.replay.watch.stateOf('S1')).toBe('partial')
  })

  test('is the same at every speed, after every jump and however it is checked (T6)', async () => {
    const loaded = calendarSession('XNYS', '2024-11-29', [
      halfDay,
      without(halfDay, 30, 36),
      without(halfDay, 50, 200),
      halfDay.filter((minute) => minute % 7 === 0),
      [],
    ])
    const stateOf = (on: Stage) => ({
      symbols: on.window.last?.quotes.state,
      log: on.replay.watch.report().log.map((entry) => ({ ...entry, at: 0 })),
    })
    const [first, ...others] = (['max', 600, 3600] as const).map((speed) => stateOf(played(loaded, speed)))
    for (const other of others) expect(other).toEqual(first)
    const jumped = await sought(loaded, '2024-11-29T17:00:00Z')
    await jumped.replay.playback.seek(utc('2024-11-29T15:00:00Z'))
    await jumped.replay.playback.step(-7)
    jumped.replay.watch.configure({ ...usual, checkEveryMs: minuteMs })
    await jumped.replay.playback.seek(loaded.end)
    jumped.settle()
    expect(stateOf(jumped)).toEqual(first)
  })

  test('is told when it is another, and not at every step of the clock', () => {
    const loaded = calendarSession('XNYS', '2024-11-29', [halfDay])
    const on = played(loaded, 600)
    expect(on.reports.map(({ state }) => state)).toEqual(['active', 'ended'])
    expect(on.ends).toBe(1)
  })

  test('other settings hold at once: a shorter timeout makes late who is silent for longer', async () => {
    const loaded = calendarSession('XNYS', '2024-11-29', [halfDay, without(halfDay, 30, 100)])
    const on = await sought(loaded, '2024-11-29T15:03:00Z')
    expect(on.replay.watch.stateOf('S1')).toBe('current')
    on.replay.watch.configure({ ...usual, timeoutMs: 2 * minuteMs })
    on.settle()
    expect(on.window.last?.quotes.state).toEqual(Uint8Array.of(2, 3))
    on.replay.watch.configure({ ...usual, timeoutMs: minuteMs })
    expect(on.replay.watch.stateOf('S1')).toBe('stalled')
    expect(on.replay.watch.stateOf('S0')).toBe('current')
  })

  test('is checked no more seldom than the setting says', async () => {
    const loaded = calendarSession('XNYS', '2024-11-29', [halfDay])
    const on = new Stage(loaded)
    const gap = async (seconds: number) => {
      on.replay.watch.configure({ ...usual, checkEveryMs: seconds * 1000 })
      let longest = 0
      for (let minute = 0; minute < 60; minute++) {
        await on.replay.playback.step(1)
        longest = Math.max(longest, on.replay.now() - (on.replay.watch.report().checkedAt ?? 0))
      }
      return longest / minuteMs
    }
    expect(await gap(60)).toBe(0)
    expect(await gap(240)).toBeLessThan(4)
  })
})

describe('against the slow reference', () => {
  const stretches = (from: number, to: number) =>
    fc
      .array(fc.record({ at: fc.integer({ min: from, max: to }), length: fc.integer({ min: 1, max: 90 }) }), {
        maxLength: 12,
      })
      .map((runs) => [
        ...new Set(runs.flatMap(({ at, length }) => Array.from({ length }, (_, minute) => at + minute))),
      ])
      .map((minutes) => minutes.filter((minute) => minute < to).sort((one, other) => one - other))

  for (const [exchange, date, hours] of [
    ['XNYS', '2024-11-29', 'all'],
    ['XHKG', '2024-01-10', 'regular'],
  ] as const) {
    test(`${exchange} with ${hours} hours: any bars, any jumps`, async () => {
      const { session, start, end } = calendarSession(exchange, date, [[]], hours)
      const { preMarket, ...plain } = session
      const reference = { ...plain, preMarket: hours === 'all' ? preMarket : undefined }
      const [from, to] = [(start - session.open) / minuteMs, (end - session.open) / minuteMs]
      // Of other hours the reference knows nothing, and at its end the replay skips to the roll.
      const last = Math.min(to - 1, (session.close - session.open) / minuteMs + 20)
      const every = Array.from({ length: to - from }, (_, minute) => from + minute)
      // Mostly there, with a hole or two, as bars are; or mostly not there.
      const holed = stretches(from, to).map((holes) =>
        every.filter((minute) => !holes.slice(0, 12).includes(minute)),
      )
      const someSymbols = fc.array(fc.oneof(holed, stretches(from, to)), { minLength: 1, maxLength: 4 })
      const edges = [0, 1, last - 21, last - 20, last - 19].filter((minute) => minute <= last)
      const someJump = fc.oneof(fc.integer({ min: from, max: last }), fc.constantFrom(...edges))
      const someJumps = fc.array(someJump, { minLength: 1, maxLength: 6 })
      await fc.assert(
        fc.asyncProperty(someSymbols, someJumps, async (minutes, jumps) => {
          const on = new Stage(calendarSession(exchange, date, minutes, hours), 'max')
          for (const jump of jumps) {
            const clock = addMs(session.open, jump * minuteMs)
            await on.replay.playback.seek(clock)
            const expected = slowVerdict(
              [reference],
              minutes.map((own) => new Set(own.map((minute) => session.open + (minute + 1) * minuteMs))),
              clock,
            )
            const { watch } = on.replay
            expect({
              session: session.date,
              state: watch.report().state,
              symbols: minutes.map((_, index) => watch.stateOf(`S${index}`)),
            }).toEqual(expected)
          }
        }),
        { numRuns: 150, seed: 20241129 },
      )
    })
  }
})

describe('what is filled in during the replay', () => {
  test('makes a symbol whole again, at the clock and at the end of the replay', async () => {
    const holed = without(halfDay, 60, 90)
    const on = await sought(calendarSession('XNYS', '2024-11-29', [holed, holed]), '2024-11-29T16:05:00Z')
    const states = () => ['S0', 'S1'].map((symbol) => on.replay.watch.stateOf(symbol))
    expect(states()).toEqual(['partial', 'partial'])
    fillIn(on, 'S0', 60, 84)
    expect(states()).toEqual(['partial', 'partial'])
    fillIn(on, 'S0', 84, 90)
    on.settle()
    expect(states()).toEqual(['current', 'partial'])
    expect(on.window.last?.quotes.state).toEqual(Uint8Array.of(2, 5))
    await on.replay.playback.seek(on.loaded.end)
    expect(states()).toEqual(['inactive', 'partial'])
    fillIn(on, 'S1', 60, 90)
    expect(states()).toEqual(['inactive', 'inactive'])
    await on.replay.playback.seek(utc('2024-11-29T16:04:00Z'))
    expect(states()).toEqual(['partial', 'partial'])
    await on.replay.playback.seek(utc('2024-11-29T16:05:00Z'))
    expect(states()).toEqual(['current', 'partial'])
  })

  test('any fills, any jumps: it is where the slow reference says with the bars that are known', async () => {
    const { session } = calendarSession('XHKG', '2024-01-10', [[]])
    const every = expectedMinutes('XHKG', '2024-01-10')
    const last = (session.close - session.open) / minuteMs - 1
    const run = fc.tuple(fc.integer({ min: 0, max: last }), fc.integer({ min: 1, max: 60 }))
    const step = fc.record({ to: fc.integer({ min: 0, max: last }), fill: fc.option(run) })
    const runs = fc.array(run, { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(runs, fc.array(step, { minLength: 1, maxLength: 12 }), async (holes, steps) => {
        const isMissing = (minute: number) =>
          holes.some(([from, length]) => minute >= from && minute < from + length)
        const present = every.filter((minute) => !isMissing(minute))
        /** When each minute is known, in minutes after the open. */
        const known = new Map(present.map((minute) => [minute, minute + 1]))
        const on = new Stage(calendarSession('XHKG', '2024-01-10', [present]), 'max')
        for (const { to, fill } of steps) {
          await on.replay.playback.seek(addMs(session.open, to * minuteMs))
          if (fill) {
            const [from, length] = fill
            const minutes = every.filter(
              (minute) => minute >= from && minute < from + length && minute < to && !known.has(minute),
            )
            for (const minute of minutes) known.set(minute, to)
            fillMinutes(on, 'S0', minutes)
          }
          const ends = [...known].flatMap(([minute, at]) =>
            at <= to ? [session.open + (minute + 1) * minuteMs] : [],
          )
          const { symbols } = slowVerdict([session], [new Set(ends)], on.replay.now())
          expect(on.replay.watch.stateOf('S0')).toBe(symbols[0])
        }
      }),
      { numRuns: 150, seed: 20240110 },
    )
  })

  function fillIn(on: Stage, symbol: string, from: number, to: number): void {
    fillMinutes(
      on,
      symbol,
      Array.from({ length: to - from }, (_, index) => from + index),
    )
  }

  function fillMinutes(on: Stage, symbol: string, minutes: readonly number[]): void {
    on.replay.takeFill(symbol, barsAt(on.loaded.session.open, minutes, 7))
    on.replay.showFills()
  }
})

describe('errors and force', () => {
  async function erred(): Promise<Stage> {
    const on = await sought(calendarSession('XNYS', '2024-11-29', [halfDay]), '2024-11-29T16:00:00Z')
    on.replay.watch.forceState('error', 'the feed repeats itself')
    return on
  }

  test('an error stands with its cause until it is cleared, and the session goes on', async () => {
    const on = await erred()
    const error = { session: '2024-11-29', cause: 'the feed repeats itself', at: utc('2024-11-29T16:00:00Z') }
    expect(on.reports.at(-1)).toMatchObject({ state: 'error', error })
    on.replay.watch.clearError()
    expect(on.reports.at(-1)?.state).toBe('active')
    expect(on.reports.at(-1)?.error).toBeUndefined()
    expect(lines(on.reports.at(-1)?.log ?? []).slice(1)).toEqual([
      'error 16:00',
      'active → error 16:00 forced',
      'error-cleared 16:00',
      'error → active 16:00',
    ])
  })

  test('a session that stays in error is ended by force, and still says why', async () => {
    const on = await erred()
    await on.replay.playback.seek(on.loaded.end)
    const { state, log, error } = on.replay.watch.report()
    expect([state, lines(log).at(-1), error?.cause]).toEqual([
      'ended',
      'error → ended 18:30 forced',
      'the feed repeats itself',
    ])
  })

  test('a jump back before an error does not hide it', async () => {
    const on = await erred()
    await on.replay.playback.seek(utc('2024-11-29T15:00:00Z'))
    expect(on.replay.watch.report()).toMatchObject({ state: 'active', error: { session: '2024-11-29' } })
    on.replay.watch.clearError()
    const { error, log } = on.replay.watch.report()
    expect([error, lines(log).at(-1)]).toEqual([undefined, 'error-cleared 15:00'])
  })

  test('a session rolls once, when it has ended (B2)', async () => {
    const on = await erred()
    expect(() => on.replay.watch.roll()).toThrow(/2024-11-29 is error/)
    await on.replay.playback.seek(on.loaded.end)
    const { log = [], error } = on.replay.watch.roll().get('XNYS') ?? {}
    expect(lines(log).slice(-2)).toEqual(['rolled 18:30', 'ended → not-started 18:30'])
    expect(error?.session).toBe('2024-11-29')
    expect(() => on.replay.watch.roll()).toThrow(/not-started/)
  })
})
