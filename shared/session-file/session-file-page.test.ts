import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { costsTexts, indicatorTexts, sessionFileTexts, strategyTexts, trailingTexts } from './key-texts.ts'
import { formatSessionFile, parseSessionFile } from './session-file.ts'
import { sessionFileExample, sessionFilePage } from './session-file-page.ts'
import { sessionFileKeys } from './shapes.ts'

test('the page of the documentation is the one that is made from the keys', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/session-file.md'), 'utf8')
  expect(page).toBe(sessionFilePage())
})

test('its example can be read, and is written back as it stands', () => {
  const file = parseSessionFile(sessionFileExample, 'example.json')
  expect(JSON.parse(formatSessionFile(file))).toEqual(JSON.parse(sessionFileExample))
  const [, example] = /```json\n([\s\S]*?)```/.exec(sessionFilePage()) ?? []
  expect(example).toBe(sessionFileExample)
})

test('every key that is read has its text, and no other has', () => {
  const keysOf = (texts: object) => Object.keys(texts).sort()
  expect(keysOf(sessionFileTexts)).toEqual(keysOf(sessionFileKeys))
  const inner = {
    trailing: trailingTexts,
    indicators: indicatorTexts,
    strategy: strategyTexts,
    costs: costsTexts,
  }
  for (const [key, texts] of Object.entries(inner)) {
    const read = sessionFileKeys[key]
    expect(keysOf(texts)).toEqual(typeof read === 'object' ? keysOf(read) : [])
  }
})
