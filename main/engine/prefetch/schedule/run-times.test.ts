import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { PlanTime } from '#shared/prefetch/plan.ts'
import { addMs, dayMs, type EpochMs, formatUtc, minuteMs, parseUtc } from '#shared/time/epoch.ts'
import { everyDay } from '../testing/every-day.ts'
import { type Matches, slowNext, slowRuns } from '../testing/slow-runs.ts'
import { lastRunsBetween, type PlannedRun, runAfter, runsBetween, runsFrom } from './run-times.ts'
import { wallText } from './wall-clock.ts'

function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}

/** Runs as text: when, what the wall shows, and for which session. */
function runsOf(when: PlanTime, calendar: TradingCalendar, from: string, to: string): string[] {
  return runsBetween(when, calendar, utc(`${from}T00:00:00Z`), utc(`${to}T00:00:00Z`)).map(
    ({ due, session }) => `${formatUtc(due)} | ${wallText(calendar.zone, due).wall} | ${session.date}`,
  )
}

const xnys = calendarOf('XNYS')
const beforeOpen: PlanTime = { kind: 'before-open', minutes: 60 }

describe('runs before each open', () => {
  test('across a holiday, a weekend and the change of clocks (vectors 2 and 5)', () => {
    expect(runsOf(beforeOpen, xnys, '2025-01-08', '2025-01-11')).toEqual([
      '2025-01-08T13:30:00Z | 2025-01-08 08:30 | 2025-01-08',
      '2025-01-10T13:30:00Z | 2025-01-10 08:30 | 2025-01-10',
    ])
    expect(runsOf(beforeOpen, xnys, '2021-03-12', '2021-03-16')).toEqual([
      '2021-03-12T13:30:00Z | 2021-03-12 08:30 | 2021-03-12',
      '2021-03-15T12:30:00Z | 2021-03-15 08:30 | 2021-03-15',
    ])
  })

  test('of a session that opens on the day before its date, and of one on a Saturday (vectors 10 and 11)', () => {
    expect(runsOf(beforeOpen, calendarOf('CMES'), '2024-03-10', '2024-03-11')).toEqual([
      '2024-03-10T21:00:00Z | 2024-03-10 16:00 | 2024-03-11',
    ])
    expect(runsOf(beforeOpen, calendarOf('XASX'), '2021-10-03', '2021-10-04')).toEqual([
      '2021-10-03T22:00:00Z | 2021-10-04 09:00 | 2021-10-04',
    ])
    expect(runsOf(beforeOpen, calendarOf('XBOM'), '2024-01-20', '2024-01-21')).toEqual([
      '2024-01-20T02:45:00Z | 2024-01-20 08:15 | 2024-01-20',
    ])
  })

  test('a day before an open that follows on a day of 23 hours, for that open', () => {
    const runs = runsOf(
      { kind: 'before-open', minutes: 1440 },
      everyDay('America/New_York'),
      '2024-03-08',
      '2024-03-12',
    )
    expect(runs.map((run) => run.split(' | ').at(-1))).toEqual([
      '2024-03-09',
      '2024-03-10',
      '2024-03-11',
      '2024-03-12',
    ])
    expect(runs[1]).toBe('2024-03-09T13:30:00Z | 2024-03-09 08:30 | 2024-03-10')
  })
})

describe('runs at a time of day', () => {
  test('make ready what opens after them, on days that have a session', () => {
    expect(runsOf({ kind: 'at', time: '18:00' }, xnys, '2024-07-02', '2024-07-09')).toEqual([
      '2024-07-02T22:00:00Z | 2024-07-02 18:00 | 2024-07-03',
      '2024-07-03T22:00:00Z | 2024-07-03 18:00 | 2024-07-05',
      '2024-07-05T22:00:00Z | 2024-07-05 18:00 | 2024-07-08',
      '2024-07-08T22:00:00Z | 2024-07-08 18:00 | 2024-07-09',
    ])
    expect(runsOf({ kind: 'at', time: '09:30' }, xnys, '2024-07-05', '2024-07-06')).toEqual([
      '2024-07-05T13:30:00Z | 2024-07-05 09:30 | 2024-07-08',
    ])
  })

  test('a time that the clock skips runs as much later; one that it shows twice runs at its first pass', () => {
    const at = (time: string): PlanTime => ({ kind: 'at', time })
    const newYork = everyDay('America/New_York')
    expect(runsOf(at('02:30'), newYork, '2024-03-10', '2024-03-11')).toEqual([
      '2024-03-10T07:30:00Z | 2024-03-10 03:30 | 2024-03-10',
    ])
    expect(runsOf(at('01:30'), newYork, '2024-11-03', '2024-11-04')).toEqual([
      '2024-11-03T05:30:00Z | 2024-11-03 01:30 | 2024-11-03',
    ])
  })
})

describe('runs of a cron line', () => {
  test('in the zone of the exchange, whatever the day, for the session that opens after them', () => {
    expect(
      runsOf({ kind: 'cron', line: '0 6 * * 0,1' }, calendarOf('XLON'), '2024-03-30', '2024-04-03'),
    ).toEqual([
      '2024-03-31T05:00:00Z | 2024-03-31 06:00 | 2024-04-02',
      '2024-04-01T05:00:00Z | 2024-04-01 06:00 | 2024-04-02',
    ])
  })

  test('twice in an hour that is skipped runs once with what runs an hour later anyway', () => {
    const newYork = everyDay('America/New_York')
    const runs = runsOf({ kind: 'cron', line: '15,45 1-4 * * *' }, newYork, '2024-03-10', '2024-03-11')
    expect(runs.map((run) => run.slice(11, 16))).toEqual([
      '06:15',
      '06:45',
      '07:15',
      '07:45',
      '08:15',
      '08:45',
    ])
    const back = runsOf({ kind: 'cron', line: '15,45 0-2 * * *' }, newYork, '2024-11-03', '2024-11-04')
    expect(back.map((run) => run.slice(11, 16))).toEqual([
      '04:15',
      '04:45',
      '05:15',
      '05:45',
      '07:15',
      '07:45',
    ])
  })
})

describe('the end of a calendar', () => {
  const { last } = xnys
  const ways: PlanTime[] = [beforeOpen, { kind: 'at', time: '18:00' }, { kind: 'cron', line: '0 18 * * *' }]

  test.each(ways)('is said in words, not guessed over: $kind', (when) => {
    const near = utc(`${last}T00:00:00Z`)
    const said = expect.objectContaining({ code: 'outside-calendar', message: expect.stringContaining(last) })
    expect(() => runsBetween(when, xnys, near, addMs(near, 30 * dayMs))).toThrow(said)
    expect(() => runAfter(when, xnys, addMs(near, 2 * dayMs))).toThrow(said)
    expect(() => runAfter(when, xnys, utc('1989-12-30T00:00:00Z'))).toThrow(
      expect.objectContaining({ code: 'outside-calendar' }),
    )
  })
})

function cronOf(line: string): PlanTime {
  return { kind: 'cron', line }
}

/** A cron line of lists, ranges and steps, and what it means, said in another way. */
const cronLine = fc
  .record({
    minute: fc.constantFrom('0', '30', '*/20', '5,50', '10-20/5', '59'),
    hour: fc.constantFrom('*', '0', '1', '2', '1-3', '*/6', '0,23'),
    day: fc.constantFrom('*', '10', '1-15', '*/7'),
    weekday: fc.constantFrom('*', '0', '1-5', '7', '6'),
  })
  .map(({ minute, hour, day, weekday }) => ({
    line: `${minute} ${hour} ${day} * ${weekday}`,
    matches: ((wall) =>
      holds(minute, wall.getUTCMinutes(), 0) &&
      holds(hour, wall.getUTCHours(), 0) &&
      onDay(holds(day, wall.getUTCDate(), 1), holds(weekday.replace('7', '0'), wall.getUTCDay(), 0), [
        day !== '*',
        weekday !== '*',
      ])) satisfies Matches,
  }))

function holds(field: string, value: number, first: number): boolean {
  return field.split(',').some((part) => {
    const [range = '', step = '1'] = part.split('/')
    const [from = first, to = from] = range === '*' ? [first, 99] : range.split('-').map(Number)
    return value >= from && value <= to && (value - from) % Number(step) === 0
  })
}

/** As in cron: where both fields of a day are told either will do. */
function onDay(
  isDay: boolean,
  isWeekday: boolean,
  [dayTold, weekdayTold]: readonly [boolean, boolean],
): boolean {
  return dayTold && weekdayTold ? isDay || isWeekday : isDay && isWeekday
}

const planTime = fc.oneof(
  fc.integer({ min: 1, max: 1440 }).map((minutes) => ({
    when: { kind: 'before-open', minutes } as PlanTime,
    matches: () => false,
  })),
  fc.integer({ min: 0, max: 1439 }).map((minutes) => ({
    when: { kind: 'at', time: new Date(minutes * minuteMs).toISOString().slice(11, 16) } as PlanTime,
    matches: () => false,
  })),
  cronLine.map(({ line, matches }) => ({ when: { kind: 'cron', line } as PlanTime, matches })),
)

const calendars = [
  ...['XNYS', 'XLON', 'XASX', 'CMES', 'XBOM', '24/7'].map(calendarOf),
  everyDay('America/New_York'),
  everyDay('Australia/Lord_Howe'),
]
/** Days about which clocks change, a year ends, or nothing happens. */
const starts = ['2024-03-09', '2024-11-02', '2024-04-06', '2023-12-30']

describe('whatever the plan, the exchange and the time', () => {
  test('runs are those that a look at each minute finds, with the session that opens next', () => {
    fc.assert(
      fc.property(
        planTime,
        fc.constantFrom(...calendars),
        fc.constantFrom(...starts),
        fc.integer({ min: 1, max: 1439 }),
        ({ when, matches }, calendar, start, shift) => {
          const from = addMs(utc(`${start}T00:00:00Z`), shift * minuteMs)
          const to = addMs(from, 2 * dayMs)
          const runs = runsBetween(when, calendar, from, to)
          expect(runs.map(({ due }) => formatUtc(due))).toEqual(
            slowRuns(when, matches, calendar, from, to).map((due) => formatUtc(due as EpochMs)),
          )
          for (const { due, session } of runs)
            if (when.kind !== 'before-open') expect(session.date).toBe(slowNext(calendar, due))
            else expect(session.open - due).toBe(when.minutes * minuteMs)
        },
      ),
      { numRuns: 120, seed: 5 },
    )
  })

  test('the last runs for each session are those among all of them', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          planTime.map(({ when }) => when),
          fc.constantFrom('* * * * *', '*/7 1-3 * * *', '0 0 1 * *').map((line) => cronOf(line)),
        ),
        fc.constantFrom(...calendars),
        fc.constantFrom(...starts),
        fc.integer({ min: 1, max: 30 * 24 * 60 }),
        (when, calendar, start, minutes) => {
          const from = addMs(utc(`${start}T00:00:00Z`), -minutes * minuteMs)
          const to = addMs(from, 40 * dayMs)
          const last = new Map<string, PlannedRun>()
          for (const run of runsBetween(when, calendar, from, to)) last.set(run.session.date, run)
          expect(lastRunsBetween(when, calendar, from, to)).toEqual([...last.values()])
        },
      ),
      { numRuns: 120, seed: 8 },
    )
  })

  test('the next run after an instant is the first of those from there on', () => {
    fc.assert(
      fc.property(
        planTime,
        fc.constantFrom(...calendars),
        fc.integer({ min: utc('2023-01-01T00:00:00Z'), max: utc('2025-06-01T00:00:00Z') }),
        ({ when }, calendar, time) => {
          const next = runAfter(when, calendar, time as EpochMs)
          expect(next.due).toBeGreaterThan(time)
          expect(runAfter(when, calendar, addMs(next.due, -1))).toEqual(next)
          expect(runsFrom(when, calendar, next.due).next().value).toEqual(next)
        },
      ),
      { numRuns: 300, seed: 6 },
    )
  })
})
