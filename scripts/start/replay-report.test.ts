import { expect, test } from 'vitest'
import { replayReport } from './replay-report.ts'

test('a replay is reported for a person', () => {
  const json = JSON.stringify({
    session: '2024-12-02',
    symbols: 5,
    bars: 11_700,
    derived: 2340,
    events: 2341,
    seconds: 0.0123,
    barsPerSecond: 951_219.5,
  })
  expect(replayReport(json, '/data/demo.tapedeck').split('\n')).toEqual([
    '  session   2024-12-02 (synthetic)',
    '  symbols   5',
    '  bars      11,700 recorded, 2,340 derived',
    '  events    2,341',
    '  time      0.012 s, 951,220 bars a second',
    '  store     /data/demo.tapedeck',
  ])
})

test('an answer that is not understood is an error', () => {
  expect(() => replayReport('{}', '/data/demo.tapedeck')).toThrow()
})
