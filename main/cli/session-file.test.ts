import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Failure } from '#shared/protocol/failure.ts'
import { readReplayFile } from './session-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-session-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(text: string) {
  const path = join(folder, 'session.json')
  writeFileSync(path, text)
  return readReplayFile(path)
}

test('a session file holds what to replay', () => {
  const file = {
    session: '2024-11-29',
    symbols: ['norva', 'TDALL', 'NORVA'],
    exchange: 'xnys',
    hours: 'all',
    trailing: 3,
    speed: 60,
  }
  const { trailing, ...rest } = file
  expect(read(JSON.stringify(file))).toEqual({
    ...rest,
    symbols: ['NORVA', 'TDALL'],
    exchange: 'XNYS',
    adjustment: 'raw',
    windows: [{ sessions: trailing, interval: '1m' }],
  })
  expect(read('{"session":"2024-11-29","symbols":["NORVA"],"adjustment":"raw"}')).toEqual({
    session: '2024-11-29',
    symbols: ['NORVA'],
    exchange: undefined,
    hours: 'regular',
    adjustment: 'raw',
    windows: [{ sessions: 5, interval: '1m' }],
    speed: 'max',
  })
})

test('windows and adjustment are those of the file', () => {
  const trailing = [
    { sessions: 2, interval: '1m' },
    { sessions: 7, interval: '1d', symbols: ['A'] },
  ]
  const file = { session: '2024-11-29', symbols: ['A'], trailing, adjustment: 'split' }
  expect(read(JSON.stringify(file))).toMatchObject({ windows: trailing, adjustment: 'split' })
  expect(read('{"session":"2024-11-29","symbols":["A"],"trailing":[]}')).toMatchObject({ windows: [] })
})

test.each([
  [
    '{"session":"2024-11-29","symbols":["NORVA"],"trialing":5}',
    /session\.json: unknown key "trialing"; did you mean "trailing"\?/,
  ],
  ['{"session":', /session\.json: is no JSON/],
  ['{"from":"2024-11-25","to":"2024-11-29","symbols":["A"]}', /"from": a replay plays one session/],
  ['{"session":"2024-11-29","symbols":["A"],"strategy":{"file":"a.ts"}}', /"strategy": a replay has no use/],
  ['{"session":"2024-11-29","symbols":["A"],"intervals":["5m"]}', /"intervals": a replay has no use/],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(Failure)
  expect(() => read(text)).toThrow(message)
})

test('a file that is not there is named', () => {
  expect(() => readReplayFile(join(folder, 'none.json'))).toThrow(/none\.json: does not exist/)
  expect(() => readReplayFile(folder)).toThrow(/cannot be read/)
})
