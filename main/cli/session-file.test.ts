import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Failure } from '#shared/protocol/failure.ts'
import { readSessionFile } from './session-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-session-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(text: string) {
  const path = join(folder, 'session.json')
  writeFileSync(path, text)
  return readSessionFile(path)
}

test('a session file holds what to replay', () => {
  const file = {
    session: '2024-11-29',
    symbols: ['norva', 'TDALL'],
    exchange: 'XNYS',
    trailing: 5,
    speed: 60,
  }
  expect(read(JSON.stringify(file))).toEqual({ ...file, symbols: ['NORVA', 'TDALL'] })
  expect(read('{"session":"2024-11-29","symbols":["NORVA"]}')).toEqual({
    session: '2024-11-29',
    symbols: ['NORVA'],
  })
})

test.each([
  [
    '{"session":"2024-11-29","symbols":["NORVA"],"trialing":5}',
    /unknown key "trialing"; did you mean "trailing"\?/,
  ],
  ['{"session":"2024-11-31","symbols":["NORVA"]}', /"session": "2024-11-31" is no date/],
  ['{"session":"2024-11-29"}', /"symbols"/],
  ['{"session":"2024-11-29","symbols":[]}', /"symbols"/],
  ['{"session":"2024-11-29","symbols":["A B"]}', /"symbols.0": "A B" is no symbol/],
  ['{"session":"2024-11-29","symbols":["A"],"speed":0}', /"speed"/],
  ['{"session":', /no JSON/],
  ['7', /session\.json/],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(Failure)
  expect(() => read(text)).toThrow(message)
})

test('a file that is not there is named', () => {
  expect(() => readSessionFile(join(folder, 'none.json'))).toThrow(/none\.json: does not exist/)
})
