import { expect, test } from 'vitest'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarAnswer } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import { ask, minutes, open } from '../testing/made-minutes.ts'
import { outcomeOf } from './outcome.ts'

const at = (minute: number) => addMs(open, minute * minuteMs)
const fault = faultOf('timeout', 'It fell silent.')
const wrong = (minute: number) => ({ start: at(minute), reason: `wrong at ${minute}` })
const columns = minutes(0, 4)

test.each<[string, BarAnswer, object]>([
  ['nothing', { kind: 'empty' }, { outcome: 'empty', bars: 0 }],
  ['a failure', { kind: 'failed', fault }, { outcome: 'failed', bars: 0, detail: 'It fell silent.' }],
  ['bars', { kind: 'bars', columns, rejected: [] }, { outcome: 'bars', bars: 4 }],
  [
    'part of the bars',
    { kind: 'truncated', columns, rejected: [], until: at(5), fault },
    { outcome: 'truncated', bars: 4, reached: at(5), detail: 'It fell silent.' },
  ],
  [
    'bars whose beginning was cut off',
    { kind: 'truncated', columns, rejected: [], since: at(2), until: at(10), fault },
    { outcome: 'truncated', bars: 4, since: at(2), reached: at(10), detail: 'It fell silent.' },
  ],
  [
    'bars with wrong ones among them',
    { kind: 'bars', columns, rejected: [wrong(7), wrong(6)] },
    { outcome: 'truncated', bars: 4, reached: at(6), detail: 'wrong at 6' },
  ],
  [
    'a wrong one of unknown time',
    { kind: 'bars', columns, rejected: [wrong(7), { start: undefined, reason: 'no time' }] },
    { outcome: 'truncated', bars: 4, reached: at(0), detail: 'no time' },
  ],
  [
    'a wrong one outside the window',
    { kind: 'bars', columns, rejected: [wrong(10)] },
    { outcome: 'bars', bars: 4 },
  ],
])('what is remembered of %s', (_, answer, outcome) => {
  const whole = { reached: undefined, detail: undefined, ...outcome }
  expect(outcomeOf(answer, ask(['SPY'], 0, 10))).toEqual(whole)
})
