import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import { type Interval, oneDay } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import { noDays } from './daily-bars.ts'
import { joinColumns } from './hours.ts'
import type { LoadedSession } from './loaded-session.ts'
import { intradaySeries, periodSeries } from './open-series.ts'
import { loadedOf, madeExchange, madeSymbol } from './testing/made-session.ts'
import { Stage } from './testing/stage.ts'

const calendar = calendarOf('XNYS')
const wednesday = calendar.session('2024-01-10' as SessionDate) as Session

/** A replay of a Wednesday with one symbol. */
function loadedDay(minutes: readonly number[]): LoadedSession {
  const exchange = madeExchange(wednesday)
  return loadedOf(exchange, [madeSymbol(exchange, { minutes, trailing: [] }, 0)])
}

function daysBefore(count: number): BarColumns {
  return joinColumns(
    calendar.trailingSessions(wednesday.date, count).map(({ open }, index) => barsAt(open, [0], index)),
  )
}

function whole(columns: BarColumns, clock: EpochMs, days: BarColumns, interval: Interval): BarColumns {
  const ended = columns.start.filter((start) => start + minuteMs <= clock).length
  const known = { columns: sliceColumns(columns, 0, ended), from: 0, to: ended }
  const today = deriveSession(known, wednesday, oneDay, { at: clock, hours: 'regular' }).columns
  const all = joinColumns([days, today])
  if (interval === oneDay) return all
  return derivePeriods({ columns: all, from: 0, to: all.start.length }, calendar, interval, { at: clock })
    .columns
}

describe('charts of days and more', () => {
  test('hold the days before and the session as far as it is known, wherever the clock goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(Array.from({ length: 390 }, (_, minute) => minute)),
        fc.nat(12),
        fc.constantFrom(...(['1d', '1w', '2d', '3d'] as Interval[])),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8 }),
        async (minutes, count, interval, clocks) => {
          const stage = new Stage(loadedDay(minutes))
          const days = daysBefore(count)
          const request = { symbol: 'S0', interval, trailing: true }
          stage.replay.openChart(1, periodSeries(stage.replay, request, { version: 0, columns: () => days }))
          for (const minute of clocks) {
            await stage.replay.playback.seek(addMs(wednesday.open, minute * minuteMs))
            stage.settle()
            const { columns } = stage.replay.loadedSymbol('S0')
            expect(stage.window.charts.get(1)).toEqual(whole(columns, stage.replay.now(), days, interval))
          }
        },
      ),
    )
  })

  test('of a symbol without bars are empty', () => {
    const stage = new Stage(loadedDay([]))
    stage.replay.openChart(
      1,
      periodSeries(stage.replay, { symbol: 'S0', interval: '1w' as Interval, trailing: false }, noDays),
    )
    stage.settle()
    expect(stage.window.charts.get(1)?.start.length).toBe(0)
  })
})

test('a chart of a symbol that the replay does not have is refused by name', () => {
  const { replay } = new Stage(loadedDay([]))
  expect(() => intradaySeries(replay, { symbol: 'IBM', interval: '5m' as Interval, trailing: true })).toThrow(
    /IBM/,
  )
})
