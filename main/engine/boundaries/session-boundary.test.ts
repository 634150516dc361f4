import { describe, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionState } from '#shared/protocol/session-calls.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { allowedMoves, isAllowedMove } from './session-state.ts'
import { Stage, usual } from './testing/stage.ts'
import { utc } from './testing/utc.ts'

const xnys = calendarOf('XNYS')
/** Friday and Monday; New York opens at 13:30 UTC, its pre-market at 08:00. */
const friday = '2024-07-05'
const monday = '2024-07-08'

/** Opens at 01:30 UTC, closes at 08:00, with a break from 04:00 to 05:00. */
const hongKong = calendarOf('XHKG')

describe('a day of New York', () => {
  test('every state in turn, one roll 30 minutes after the close, then the next session in the future (B1, B2)', () => {
    const stage = new Stage(xnys, '2024-07-05T07:00:00Z', { symbols: ['SPY'] })
    stage
      .minutes('2024-07-05T13:30:00Z')
      .minutes('2024-07-05T20:00:00Z', 'SPY')
      .minutes('2024-07-08T07:59:00Z')
    expect(stage.moves()).toEqual([
      'not-started → pre-market 2024-07-05T08:00:00Z',
      'pre-market → active 2024-07-05T13:30:00Z',
      'active → post-market 2024-07-05T20:00:00Z',
      'post-market → ended 2024-07-05T20:30:00Z',
      '2024-07-05 rolled to 2024-07-08',
      'ended → not-started 2024-07-05T20:30:00Z',
    ])
    expect(stage.boundary.state).toBe('not-started')
    expect(stage.boundary.session).toBe(monday)
    expect(stage.symbolMoves('SPY')).toEqual([
      'waiting 2024-07-05T13:30:00Z',
      'current 2024-07-05T13:31:00Z',
      'inactive 2024-07-05T20:00:00Z',
    ])
    stage.minutes('2024-07-08T08:00:00Z')
    expect(stage.boundary.state).toBe('pre-market')
  })

  test('B1: a night without data, one check a minute, is the moves of the calendar and no timeout', () => {
    const stage = new Stage(xnys, '2024-07-02T19:54:00Z', { symbols: ['SPY', 'IBM'] })
    stage.minutes('2024-07-02T20:00:00Z', 'SPY', 'IBM').minutes('2024-07-03T13:34:00Z')
    const states = stage.events.flatMap((event) => (event.type === 'moved' ? [event.to] : []))
    expect(states).toEqual([
      'pre-market',
      'active',
      'post-market',
      'ended',
      'not-started',
      'pre-market',
      'active',
    ])
    expect(stage.events.filter(({ type }) => type === 'rolled')).toHaveLength(1)
    expect(stage.stateOf('SPY')).toBe('waiting')
  })

  test('B3: a half day ends at its own close', () => {
    const stage = new Stage(xnys, '2024-07-03T16:58:00Z').at('2024-07-03T16:59:00Z')
    expect(stage.boundary.state).toBe('active')
    stage.at('2024-07-03T17:00:00Z')
    expect(stage.boundary.state).toBe('post-market')
    stage.at('2024-07-03T17:30:00Z')
    expect(stage.moves().at(-2)).toBe('2024-07-03 rolled to 2024-07-05')
  })

  test('B4: a roll that is seen days late still names the session that ended, and every session between', () => {
    const stage = new Stage(xnys, '2024-07-05T19:00:00Z')
      .at('2024-07-05T19:00:00Z')
      .at('2024-07-09T15:00:00Z')
    const rolls = stage.events.filter(({ type }) => type === 'rolled')
    expect(rolls).toEqual([
      {
        type: 'rolled',
        session: friday,
        next: monday,
        due: utc('2024-07-05T20:30:00Z'),
        at: utc('2024-07-09T15:00:00Z'),
      },
      {
        type: 'rolled',
        session: monday,
        next: '2024-07-09',
        due: utc('2024-07-08T20:30:00Z'),
        at: utc('2024-07-09T15:00:00Z'),
      },
    ])
    expect([stage.boundary.session, stage.boundary.state]).toEqual(['2024-07-09', 'active'])
  })

  test('R23: the next session is one of the calendar, over a day of mourning', () => {
    const stage = new Stage(xnys, '2025-01-08T21:00:00Z').at('2025-01-08T21:30:00Z')
    expect(stage.moves().at(-2)).toBe('2025-01-08 rolled to 2025-01-10')
    stage.minutes('2025-01-09T20:00:00Z')
    expect(stage.boundary.state).toBe('not-started')
  })

  test('it begins with the session that is not over: at night the next, before the roll the present one', () => {
    expect(new Stage(xnys, '2024-07-05T20:29:00Z').boundary.session).toBe(friday)
    expect(new Stage(xnys, '2024-07-05T20:30:00Z').boundary.session).toBe(monday)
    expect(new Stage(xnys, '2024-07-06T12:00:00Z').boundary.session).toBe(monday)
    const settings = { ...usual, rollDelayMs: 9 * 60 * minuteMs }
    expect(new Stage(xnys, '2024-07-09T04:30:00Z', { settings }).boundary.session).toBe(monday)
    expect(() => new Stage(xnys, '2028-12-31T12:00:00Z')).toThrow(/no session that ends after 2028-12-31/)
    expect(() => new Stage(xnys, '2024-07-05T12:00:00Z', { session: '2024-07-06' })).toThrow(
      expect.objectContaining({ code: 'no-session' }),
    )
  })

  test('the end of the calendar is told once, and nothing follows', () => {
    const stage = new Stage(xnys, '2028-12-29T20:00:00Z').minutes('2028-12-29T23:00:00Z')
    expect(stage.moves().slice(-2)).toEqual([
      'post-market → ended 2028-12-29T21:30:00Z',
      '2028-12-29 rolled to nothing',
    ])
    expect(stage.boundary.nextDue).toBe(Number.POSITIVE_INFINITY)
    expect(() => stage.boundary.rollSession()).toThrow(/no session after 2028-12-29/)
  })
})

describe('other exchanges', () => {
  test('B3: a session over midnight is ended by its close, not by the date', () => {
    const stage = new Stage(calendarOf('CMES'), '2024-07-08T21:00:00Z', { symbols: ['ES'] })
    stage.minutes('2024-07-10T12:00:00Z', 'ES')
    expect(stage.moves()).toEqual([
      'not-started → active 2024-07-07T22:00:00Z',
      'active → post-market 2024-07-08T22:00:00Z',
      'post-market → ended 2024-07-08T22:00:00Z',
      '2024-07-08 rolled to 2024-07-09',
      'ended → not-started 2024-07-08T22:00:00Z',
      'not-started → active 2024-07-08T22:00:00Z',
      'active → post-market 2024-07-09T22:00:00Z',
      'post-market → ended 2024-07-09T22:00:00Z',
      '2024-07-09 rolled to 2024-07-10',
      'ended → not-started 2024-07-09T22:00:00Z',
      'not-started → active 2024-07-09T22:00:00Z',
    ])
  })

  test('a market that never closes rolls at once, whatever the delay', () => {
    const stage = new Stage(calendarOf('24/7'), '2024-07-05T12:00:00Z', { symbols: ['BTC'] })
    stage.minutes('2024-07-07T12:00:00Z', 'BTC')
    expect(stage.events.filter(({ type }) => type === 'rolled')).toMatchObject([
      { session: '2024-07-05', due: utc('2024-07-06T00:00:00Z') },
      { session: '2024-07-06', due: utc('2024-07-07T00:00:00Z') },
    ])
    expect(stage.stateOf('BTC')).toBe('current')
  })

  test('a break lies within the active session and no timeout counts in it', () => {
    const stage = new Stage(hongKong, '2024-07-04T01:30:00Z', { symbols: ['0700.HK'] })
    stage.minutes('2024-07-04T03:57:00Z', '0700.HK').minutes('2024-07-04T04:30:00Z')
    expect(stage.boundary.state).toBe('active')
    expect(stage.boundary.status().onBreak).toBe(true)
    // Three minutes before the break and two after it.
    stage.minutes('2024-07-04T05:01:00Z')
    expect([stage.boundary.state, stage.boundary.status().onBreak]).toEqual(['active', false])
    stage.minutes('2024-07-04T05:02:00Z')
    expect(stage.boundary.state).toBe('timeout')
    expect(stage.events.filter(({ type }) => type === 'break')).toMatchObject([
      { began: true, due: utc('2024-07-04T04:00:00Z') },
      { began: false, due: utc('2024-07-04T05:00:00Z') },
    ])
  })

  test('the hours may be set: a session begins some time before its open', () => {
    const settings = { ...usual, preMarketMs: 60 * minuteMs }
    const stage = new Stage(hongKong, '2024-07-04T00:00:00Z', { settings }).minutes('2024-07-04T01:30:00Z')
    expect(stage.moves()).toEqual([
      'not-started → pre-market 2024-07-04T00:30:00Z',
      'pre-market → active 2024-07-04T01:30:00Z',
    ])
    // The next pre-market goes before the delay.
    const long = { ...settings, rollDelayMs: 24 * 60 * minuteMs }
    const late = new Stage(hongKong, '2024-07-04T08:00:00Z', { settings: long }).minutes(
      '2024-07-05T00:30:00Z',
    )
    expect(late.moves().at(-3)).toBe('2024-07-04 rolled to 2024-07-05')
    expect(late.events.find(({ type }) => type === 'rolled')?.due).toBe(utc('2024-07-05T00:30:00Z'))
  })
})

describe('bars that do not come', () => {
  test('L1: lateness is of each symbol; a good one does not clear another', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM'] })
    stage.minutes('2024-07-05T14:00:00Z', 'SPY', 'IBM').minutes('2024-07-05T14:30:00Z', 'SPY')
    expect(stage.symbolMoves('IBM').slice(1)).toEqual([
      'late 2024-07-05T14:05:00Z',
      'stalled 2024-07-05T14:10:00Z',
    ])
    expect([stage.stateOf('SPY'), stage.stateOf('IBM')]).toEqual(['current', 'stalled'])
    expect(stage.boundary.state).toBe('active')
  })

  test('L1: it is checked by time, not by arrival: no bar of any symbol is a timeout of the session', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM'] })
    stage.minutes('2024-07-05T14:00:00Z', 'SPY').minutes('2024-07-05T14:04:00Z')
    expect(stage.boundary.state).toBe('active')
    stage.minutes('2024-07-05T14:05:00Z')
    expect(stage.events.at(-1)).toMatchObject({
      type: 'moved',
      from: 'active',
      to: 'timeout',
      session: friday,
      cause: 'no bar of any symbol came in time',
    })
    stage.minutes('2024-07-05T14:20:00Z', 'IBM')
    expect(stage.boundary.state).toBe('active')
    expect([stage.stateOf('SPY'), stage.stateOf('IBM')]).toEqual(['stalled', 'partial'])
  })

  test('R24: one that never comes is stalled to the end, one that stops is partial, a whole one inactive', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM', 'AIG', 'BAC'] })
    stage
      .minutes('2024-07-05T15:00:00Z', 'SPY', 'IBM', 'BAC')
      .minutes('2024-07-05T16:00:00Z', 'SPY', 'BAC')
      .minutes('2024-07-05T19:58:00Z', 'SPY', 'IBM')
      .minutes('2024-07-05T20:00:00Z', 'SPY')
    expect(['SPY', 'IBM', 'AIG', 'BAC'].map((symbol) => stage.stateOf(symbol))).toEqual([
      'inactive',
      'partial',
      'stalled',
      'partial',
    ])
    stage.minutes('2024-07-05T20:30:00Z')
    expect(['SPY', 'IBM', 'AIG', 'BAC'].map((symbol) => stage.stateOf(symbol))).toEqual([
      'inactive',
      'inactive',
      'inactive',
      'inactive',
    ])
  })

  test('L2: a symbol is inactive in words before its hours and after them', () => {
    const stage = new Stage(xnys, '2024-07-05T12:00:00Z', { symbols: ['SPY'] }).at('2024-07-05T12:00:00Z')
    stage.bar('SPY', '2024-07-05T11:58:00Z')
    expect(stage.boundary.status().symbols).toEqual([
      { symbol: 'SPY', state: 'inactive', lastEnd: utc('2024-07-05T11:58:00Z') },
    ])
    stage.minutes('2024-07-05T13:31:00Z')
    expect(stage.stateOf('SPY')).toBe('waiting')
    stage.minutes('2024-07-05T13:35:00Z')
    expect(stage.stateOf('SPY')).toBe('late')
  })

  test('bars filled in later, or of another session, bring no symbol back', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM'] })
    stage.minutes('2024-07-05T14:00:00Z', 'SPY', 'IBM').minutes('2024-07-05T14:20:00Z')
    stage
      .bar('SPY', '2024-07-05T13:45:00Z')
      .bar('SPY', '2024-07-05T14:10:00Z')
      .bar('IBM', '2024-07-08T14:00:00Z')
    expect(stage.boundary.state).toBe('timeout')
    expect([stage.stateOf('SPY'), stage.stateOf('IBM')]).toEqual(['stalled', 'stalled'])
    stage.bar('SPY', '2024-07-05T14:16:00Z')
    expect([stage.boundary.state, stage.stateOf('SPY')]).toEqual(['active', 'partial'])
  })

  test('one is partial only as long as a stretch of the timeout is missing: what is filled in counts', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM'] })
    stage
      .minutes('2024-07-05T14:00:00Z', 'SPY', 'IBM')
      .minutes('2024-07-05T14:20:00Z', 'IBM')
      .minutes('2024-07-05T14:30:00Z', 'SPY', 'IBM')
    expect(stage.stateOf('SPY')).toBe('partial')
    stage.fill('SPY', '2024-07-05T14:00:00Z', '2024-07-05T14:14:00Z')
    expect(stage.stateOf('SPY')).toBe('partial')
    stage.fill('SPY', '2024-07-05T14:14:00Z', '2024-07-05T14:16:00Z')
    expect(stage.stateOf('SPY')).toBe('current')
    expect(stage.symbolMoves('SPY').slice(-2)).toEqual([
      'partial 2024-07-05T14:21:00Z',
      'current 2024-07-05T14:30:00Z',
    ])
    stage.minutes('2024-07-05T14:36:00Z')
    expect(stage.stateOf('SPY')).toBe('late')
  })

  test('what is filled in up to now brings back who was late, and the session from its timeout', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM'] })
    stage.minutes('2024-07-05T14:00:00Z', 'SPY').minutes('2024-07-05T14:20:00Z')
    stage.fill('SPY', '2024-07-05T14:00:00Z', '2024-07-05T14:15:00Z')
    expect([stage.boundary.state, stage.stateOf('SPY')]).toEqual(['timeout', 'late'])
    stage.fill('SPY', '2024-07-05T14:15:00Z', '2024-07-05T14:18:00Z')
    expect([stage.boundary.state, stage.stateOf('SPY')]).toEqual(['active', 'current'])
    expect(stage.events.at(-1)).toMatchObject({ to: 'active', cause: 'bars of SPY were filled in' })
    stage.fill('IBM', '2024-07-05T14:10:00Z', '2024-07-05T14:19:00Z')
    expect(stage.stateOf('IBM')).toBe('partial')
    stage.minutes('2024-07-05T14:23:00Z')
    expect(['SPY', 'IBM'].map((symbol) => stage.stateOf(symbol))).toEqual(['late', 'partial'])
    stage.fill('IBM', '2024-07-05T13:30:00Z', '2024-07-05T14:10:00Z')
    expect(stage.stateOf('IBM')).toBe('current')
  })

  test('a first bar that was filled in is one that came', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY'] })
    stage.minutes('2024-07-05T13:33:00Z')
    expect(stage.stateOf('SPY')).toBe('waiting')
    stage.fill('SPY', '2024-07-05T13:30:00Z', '2024-07-05T13:32:00Z')
    expect(stage.stateOf('SPY')).toBe('current')
  })

  test('after the close nothing is wrong with one of which all has been filled in', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY', 'IBM', 'AIG'] })
    stage.minutes('2024-07-05T19:00:00Z', 'SPY').minutes('2024-07-05T20:10:00Z', 'AIG')
    expect(['SPY', 'IBM', 'AIG'].map((symbol) => stage.stateOf(symbol))).toEqual([
      'partial',
      'stalled',
      'partial',
    ])
    stage.fill('SPY', '2024-07-05T19:00:00Z', '2024-07-05T20:00:00Z')
    stage.fill('IBM', '2024-07-05T13:30:00Z', '2024-07-05T20:00:00Z')
    stage.fill('AIG', '2024-07-05T13:40:00Z', '2024-07-05T19:00:00Z')
    expect(['SPY', 'IBM', 'AIG'].map((symbol) => stage.stateOf(symbol))).toEqual([
      'inactive',
      'inactive',
      'partial',
    ])
  })

  test('a bar that comes before the roll is checked counts for its own session', () => {
    const stage = new Stage(calendarOf('24/7'), '2024-07-05T23:00:00Z', { symbols: ['BTC'] })
    stage.minutes('2024-07-05T23:59:00Z', 'BTC')
    stage.bar('BTC', '2024-07-06T00:01:00Z').at('2024-07-06T00:05:30Z')
    expect(stage.boundary.session).toBe('2024-07-06')
    expect(stage.stateOf('BTC')).toBe('current')
  })

  test('a dead feed ends its session at the close, and the next one rolls in on time', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY'] })
    stage.minutes('2024-07-05T19:00:00Z', 'SPY').minutes('2024-07-05T21:00:00Z')
    expect(stage.moves().slice(-4)).toEqual([
      'active → timeout 2024-07-05T19:05:00Z',
      'timeout → ended 2024-07-05T20:00:00Z',
      '2024-07-05 rolled to 2024-07-08',
      'ended → not-started 2024-07-05T20:30:00Z',
    ])
  })

  test('L3: a symbol added later is late for its own time only; removed and added again it has no past', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY'] })
    stage.minutes('2024-07-05T15:00:00Z', 'SPY')
    stage.boundary.addSymbol('IBM')
    stage.minutes('2024-07-05T15:04:00Z', 'SPY')
    expect(stage.stateOf('IBM')).toBe('waiting')
    stage.minutes('2024-07-05T15:05:00Z', 'SPY')
    expect(stage.stateOf('IBM')).toBe('late')
    stage.boundary.removeSymbol('IBM')
    expect(stage.boundary.status().symbols).toHaveLength(1)
    expect(() => stage.bar('IBM')).toThrow(expect.objectContaining({ code: 'unknown-symbol' }))
    stage.boundary.addSymbol('IBM')
    stage.boundary.addSymbol('SPY')
    stage.minutes('2024-07-05T15:06:00Z', 'SPY', 'IBM')
    expect([stage.stateOf('SPY'), stage.stateOf('IBM')]).toEqual(['current', 'current'])
  })

  test('a symbol added after the close is asked for nothing', () => {
    const stage = new Stage(xnys, '2024-07-05T20:10:00Z').at('2024-07-05T20:10:00Z')
    stage.boundary.addSymbol('SPY')
    stage.at('2024-07-05T20:20:00Z')
    expect(stage.symbolMoves('SPY')).toEqual([])
  })
})

describe('by hand', () => {
  test('the table of moves is that of the design', () => {
    const all = Object.keys(allowedMoves) as SessionState[]
    const allowed = all.flatMap((from) =>
      all.filter((to) => isAllowedMove(from, to)).map((to) => `${from} ${to}`),
    )
    expect(all).toHaveLength(7)
    expect(allowed.sort()).toEqual(
      [
        'not-started pre-market',
        'not-started active',
        'not-started error',
        'pre-market active',
        'pre-market timeout',
        'pre-market error',
        'pre-market ended',
        'active post-market',
        'active timeout',
        'active error',
        'active ended',
        'post-market ended',
        'post-market timeout',
        'post-market error',
        'ended not-started',
        'ended pre-market',
        'timeout active',
        'timeout error',
        'timeout ended',
        'error not-started',
        'error active',
        'error ended',
      ].sort(),
    )
  })

  test('an error stops the session, stays flagged, and is cleared where the calendar says', () => {
    const stage = new Stage(xnys, '2024-07-05T12:00:00Z').at('2024-07-05T12:00:00Z')
    stage.tell(stage.boundary.raiseError('the engine lost its store'))
    expect(stage.boundary.status().error).toEqual({
      session: friday,
      cause: 'the engine lost its store',
      at: utc('2024-07-05T12:00:00Z'),
    })
    stage.minutes('2024-07-05T12:05:00Z')
    expect(stage.boundary.state).toBe('error')
    stage.tell(stage.boundary.clearError()).minutes('2024-07-05T12:06:00Z')
    expect(stage.boundary.state).toBe('pre-market')
    expect(stage.boundary.status().error).toBeUndefined()

    stage
      .minutes('2024-07-05T14:00:00Z')
      .tell(stage.boundary.raiseError('again'))
      .tell(stage.boundary.clearError())
    expect(stage.moves().slice(-2)).toEqual([
      'active → error 2024-07-05T14:00:00Z',
      'error → active 2024-07-05T14:00:00Z',
    ])
    stage
      .minutes('2024-07-05T20:10:00Z')
      .tell(stage.boundary.raiseError('late'))
      .tell(stage.boundary.clearError())
    expect(stage.boundary.state).toBe('ended')
    stage.minutes('2024-07-05T20:29:00Z')
    expect(stage.boundary.session).toBe(friday)
    stage.minutes('2024-07-05T20:30:00Z')
    expect(stage.boundary.session).toBe(monday)
  })

  test('a session that stays in error is forced to its end, and the flag survives the roll', () => {
    const stage = new Stage(xnys, '2024-07-05T19:00:00Z').at('2024-07-05T19:00:00Z')
    stage.tell(stage.boundary.raiseError('disk full')).minutes('2024-07-05T20:30:00Z')
    expect(stage.events.find((event) => event.type === 'moved' && event.to === 'ended')).toMatchObject({
      forced: true,
      due: utc('2024-07-05T20:30:00Z'),
      cause: 'it could not end by itself: disk full',
    })
    expect(stage.boundary.session).toBe(monday)
    expect(stage.boundary.status().error).toMatchObject({ session: friday, cause: 'disk full' })
    stage.tell(stage.boundary.clearError())
    expect(stage.events.at(-1)).toMatchObject({ type: 'error-cleared', session: friday })
    expect(stage.boundary.clearError()).toEqual([])
  })

  test('a session that is kept from ending waits, then is forced with the cause flagged', () => {
    const stage = new Stage(xnys, '2024-07-05T20:00:00Z').at('2024-07-05T20:00:00Z')
    stage.boundary.holdEnd('the fill of SPY')
    stage.minutes('2024-07-05T20:34:00Z')
    expect(stage.boundary.status()).toMatchObject({ state: 'post-market', holds: ['the fill of SPY'] })
    stage.minutes('2024-07-05T20:35:00Z')
    expect(stage.moves().slice(-4)).toEqual([
      'post-market → error 2024-07-05T20:35:00Z',
      'error → ended 2024-07-05T20:35:00Z',
      '2024-07-05 rolled to 2024-07-08',
      'ended → not-started 2024-07-05T20:35:00Z',
    ])
    expect(stage.boundary.status()).toMatchObject({
      error: { session: friday, cause: 'session 2024-07-05 could not end within 300 s: the fill of SPY' },
      holds: [],
    })
  })

  test('a hold that is released in time delays the end only', () => {
    const stage = new Stage(xnys, '2024-07-05T20:00:00Z').at('2024-07-05T20:00:00Z')
    stage.boundary.holdEnd('the fill of SPY')
    stage.minutes('2024-07-05T20:32:00Z')
    stage.boundary.releaseEnd('the fill of SPY')
    stage.minutes('2024-07-05T20:33:00Z')
    expect(stage.boundary.session).toBe(monday)
    expect(stage.boundary.status().error).toBeUndefined()
  })

  test('without automatic roll an ended session stays until it is rolled, once', () => {
    const settings = { ...usual, autoRoll: false }
    const stage = new Stage(xnys, '2024-07-05T19:00:00Z', { settings }).at('2024-07-05T19:00:00Z')
    expect(() => stage.boundary.rollSession()).toThrow(/2024-07-05 is active; it can roll when it has ended/)
    stage.minutes('2024-07-06T03:00:00Z')
    expect([stage.boundary.state, stage.boundary.session]).toEqual(['ended', friday])
    stage.tell(stage.boundary.rollSession())
    expect([stage.boundary.state, stage.boundary.session]).toEqual(['not-started', monday])
    expect(() => stage.boundary.rollSession()).toThrow(/not-started/)
    stage.boundary.configure(usual)
    stage.minutes('2024-07-08T13:30:00Z')
    expect(stage.boundary.state).toBe('active')
  })

  test('settings apply from now on', () => {
    const stage = new Stage(xnys, '2024-07-05T13:30:00Z', { symbols: ['SPY'] })
    stage.minutes('2024-07-05T14:00:00Z', 'SPY')
    stage.boundary.configure({ ...usual, timeoutMs: minuteMs * 2, rollDelayMs: 0 })
    stage.minutes('2024-07-05T14:02:00Z')
    expect(stage.boundary.state).toBe('timeout')
    stage.minutes('2024-07-05T19:59:00Z', 'SPY').minutes('2024-07-05T20:00:00Z', 'SPY')
    expect(stage.boundary.session).toBe(monday)
  })

  test('a forced state is told as forced, and the calendar goes on from it by allowed moves', () => {
    const stage = new Stage(xnys, '2024-07-05T15:00:00Z', { symbols: ['SPY'] }).at('2024-07-05T15:00:00Z')
    stage.tell(stage.boundary.forceState('not-started', 'a test')).minutes('2024-07-05T15:01:00Z', 'SPY')
    expect(stage.events.find((event) => event.type === 'moved' && event.forced)).toMatchObject({
      from: 'active',
      to: 'not-started',
      cause: 'a test',
    })
    expect(stage.boundary.state).toBe('active')
    stage.tell(stage.boundary.forceState('ended', 'enough')).minutes('2024-07-05T20:29:00Z')
    expect([stage.boundary.state, stage.stateOf('SPY')]).toEqual(['ended', 'inactive'])
    stage.minutes('2024-07-05T20:30:00Z')
    expect(stage.boundary.session).toBe(monday)
    expect(stage.boundary.forceState('not-started', 'no change')).toEqual([])
    stage.tell(stage.boundary.forceState('error', 'by hand'))
    expect(stage.boundary.status()).toMatchObject({ state: 'error', error: { cause: 'by hand' } })
  })

  test('a clock that is set back changes nothing until it has caught up', () => {
    const stage = new Stage(xnys, '2024-07-05T13:29:00Z').at('2024-07-05T13:30:00Z')
    const before = stage.boundary.status()
    expect(stage.boundary.checkSessionBoundary(utc('2024-07-05T12:00:00Z'))).toEqual([])
    expect(stage.boundary.status()).toEqual(before)
    stage.now = utc('2024-07-05T12:00:00Z')
    expect(stage.boundary.raiseError('x').at(-1)?.at).toBe(utc('2024-07-05T13:30:00Z'))
  })

  test('the status says where a session stands', () => {
    const stage = new Stage(xnys, '2024-07-03T16:00:00Z', { symbols: ['SPY'] }).at('2024-07-03T16:00:00Z')
    expect(stage.boundary.status()).toEqual({
      exchange: 'XNYS',
      hours: {
        date: '2024-07-03',
        start: utc('2024-07-03T08:00:00Z'),
        open: utc('2024-07-03T13:30:00Z'),
        close: utc('2024-07-03T17:00:00Z'),
        segments: [{ open: utc('2024-07-03T13:30:00Z'), close: utc('2024-07-03T17:00:00Z') }],
        rollDue: utc('2024-07-03T17:30:00Z'),
      },
      state: 'active',
      since: utc('2024-07-03T13:30:00Z'),
      onBreak: false,
      checkedAt: utc('2024-07-03T16:00:00Z'),
      next: '2024-07-05',
      autoRoll: true,
      holds: [],
      symbols: [{ symbol: 'SPY', state: 'waiting' }],
    })
    expect(stage.boundary.nextDue).toBe(addMs(utc('2024-07-03T16:00:00Z'), 5 * minuteMs))
  })
})
