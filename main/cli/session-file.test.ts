import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Failure } from '#shared/protocol/failure.ts'
import { readReplayFile } from './session-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-session-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(content: unknown) {
  const path = join(folder, 'session.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readReplayFile(path)
}

test('a session file holds what to replay', () => {
  const file = {
    from: '2024-11-25',
    to: '2024-11-29',
    symbols: ['NORVA', 'TDALL'],
    exchange: 'XNYS',
    hours: 'all',
    intervals: ['5m', '1d'],
    trailing: [{ sessions: 7, interval: '1d', symbols: ['NORVA'] }],
    indicators: [{ name: 'sma', interval: '5m' }],
    adjustment: 'split',
    speed: 60,
  }
  expect(read(file)).toEqual(file)
})

const good = { session: '2024-11-29', symbols: ['A'] }

test.each([
  [{ ...good, trialing: 5 }, /session\.json: unknown key "trialing"; did you mean "trailing"\?/],
  ['{"session":', /session\.json: is no JSON/],
  [{ ...good, strategy: { file: 'a.ts' } }, /"strategy": belongs to backtests/],
  [{ ...good, costs: {} }, /"costs": belongs to backtests/],
  [{ ...good, intervals: ['5m', '1w'] }, /"intervals": bars of 1w are longer than a session/],
])('%j is refused', (content, message) => {
  expect(() => read(content)).toThrow(Failure)
  expect(() => read(content)).toThrow(message)
})

test('a file that is not there is named', () => {
  expect(() => readReplayFile(join(folder, 'none.json'))).toThrow(/none\.json: does not exist/)
  expect(() => readReplayFile(folder)).toThrow(/is no file|cannot be read/)
})
