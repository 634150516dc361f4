import { expect, test } from 'vitest'
import type { EvidenceItem } from '#shared/protocol/ledger-calls.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { evidenceLine } from './evidence-words.ts'

const zone = 'America/New_York'
const at = (text: string) => epochMs(Date.parse(`2024-07-08T${text}Z`))
const window = { from: at('14:00:00'), to: at('14:05:00') }
const asked = { kind: 'request', source: 'alpaca', ...window, askedAt: at('20:30:00'), bars: 0 } as const
const usual: EvidenceItem = {
  ...{ kind: 'usual', sessions: 16, minutes: 660, present: 650, dayMinutes: 6000, dayPresent: 5900 },
  ...{ volume: 15_400, holes: 4, longestRun: 3 },
}

test.each<[EvidenceItem, string | undefined]>([
  [{ kind: 'hours', state: 'ended' }, undefined],
  [
    { ...asked, try: 2, outcome: 'empty' },
    'Asked alpaca: try 2 on Mon 8 Jul 2024 16:30 for 10:00–10:05: it had nothing',
  ],
  [
    { ...asked, try: 1, outcome: 'failed', detail: 'HTTP 500' },
    'Asked alpaca: try 1 on Mon 8 Jul 2024 16:30 for 10:00–10:05: it did not answer (HTTP 500)',
  ],
  [
    { ...asked, try: 1, outcome: 'bars', bars: 1 },
    'Asked alpaca: try 1 on Mon 8 Jul 2024 16:30 for 10:00–10:05: 1 bar came',
  ],
  [
    { kind: 'mark', ...window, class: 'no-trade', reason: 'holiday abroad', at: at('20:30:00') },
    'By hand: no trade, on Mon 8 Jul 2024 16:30: holiday abroad',
  ],
  [
    { kind: 'mark', ...window, class: 'none', reason: 'taken back', at: at('20:30:00') },
    'By hand: mark taken back on Mon 8 Jul 2024 16:30',
  ],
  [
    { kind: 'halt', ...window, code: 'LUDP', source: 'halts.csv', knownAt: at('20:30:00') },
    'Halt: 10:00–10:05 (LUDP), says halts.csv',
  ],
  [
    { kind: 'stored', feed: 'demo', before: true, after: false },
    'Store: feed demo has bars before, none after',
  ],
  [{ kind: 'stored', before: false, after: false }, 'Store: it has no bar of this session'],
  [
    usual,
    'Usual: 650 of 660 minutes around this time have a bar in 16 sessions, of volume 15,400, the longest other run without one is 3 min',
  ],
  [{ kind: 'neighbours', before: 1200 }, 'Beside it: volume 1,200 before, no bar after'],
  [
    { kind: 'others', liquid: 12, missing: ['AAA', 'BBB'] },
    'Other symbols: 2 of 12 busy ones lack it too: AAA, BBB',
  ],
  [{ kind: 'others', liquid: 12, missing: [] }, 'Other symbols: all 12 busy ones have a bar'],
  [{ kind: 'other-feed', feed: 'tape' }, 'Other feed: tape has a bar'],
])('%j in words', (item, words) => {
  const line = evidenceLine(item, zone)
  expect(line && `${line.about}: ${line.text}`).toBe(words)
})
