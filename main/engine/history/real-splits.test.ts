import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import { oneDay } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { runImport } from '../import/import.ts'
import { openWriter, time } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import { loadHistoricalBars } from './load-historical-bars.ts'

const { TAPEDECK_ANSWERS: answers } = process.env
const usa = join(answers ?? '', 'data/lean/equity/usa')

describe.skipIf(!answers)('the daily history of IBM, which became two for one after 1999-05-26', () => {
  test('jumps as traded and not when adjusted, and is as traded before the split is known', async () => {
    const store = openWriter()
    for (const path of ['daily/ibm.zip', 'factor_files/ibm.csv'])
      await runImport({ path: join(usa, path), format: 'auto', strict: false }, { writer: store, time })
    /** Closes of the four sessions before `session`. */
    const closes = async (session: string, adjustment: AdjustmentMode) => {
      const { history } = await loadHistoricalBars(
        store,
        {
          calendar: calendarOf('XNYS'),
          hours: 'regular',
          adjustment,
          session: session as SessionDate,
          symbols: ['IBM'],
          windows: [{ sessions: 4, interval: oneDay }],
        },
        processTicker,
      )
      const { columns, from, to } = history.getAllBarsIncludingHistorical('IBM', oneDay)
      return [...columns.close.slice(from, to)]
    }
    expect(await closes('1999-06-01', 'raw')).toEqual([221.13, 235.5, 116.06, 116.38])
    const adjusted = [221.13 / 2, 117.75, 116.06, 116.38]
    expect(await closes('1999-06-01', 'split')).toEqual(adjusted)
    expect(await closes('1999-06-01', 'split-and-dividend')).toEqual(adjusted)
    expect(await closes('1999-05-26', 'split')).toEqual(await closes('1999-05-26', 'raw'))
  })
})
