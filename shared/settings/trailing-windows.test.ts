import { expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { trailingWindows } from './trailing-windows.ts'

test.each([
  [true, 0, undefined],
  [true, 1, 1],
  [true, 20, 20],
  [true, 21, 20],
  [true, 1_000_000, 20],
  [false, 0, undefined],
  [false, 12, undefined],
])(
  'enabled %j with %j sessions asks for %j',
  (historicalBarsEnabled, historicalBarsTrailingDays, sessions) => {
    const settings = { ...defaultSettings, historicalBarsEnabled, historicalBarsTrailingDays }
    const expected = sessions === undefined ? [] : ['1m', '5m'].map((interval) => ({ sessions, interval }))
    expect(trailingWindows(settings)).toEqual(expected)
  },
)

test('each interval that is set has a window, weeks have none', () => {
  const historicalBarsIntervals = ['15m', '1w', '1d'] as Interval[]
  expect(trailingWindows({ ...defaultSettings, historicalBarsIntervals })).toEqual([
    { sessions: 5, interval: '15m' },
    { sessions: 5, interval: '1d' },
  ])
})
