import { describe, expect, test } from 'vitest'
import {
  fileText,
  isUnsaved,
  openedDocument,
  withFound,
  withOutsideTaken,
  withoutFile,
  withSaved,
  withText,
} from './documents.ts'

const read = { text: 'one\n', hash: '1' }
const document = openedDocument('/a.ts', false, read)

describe('a text that was typed', () => {
  test('is unsaved until it is saved, and what was typed while that went on stays unsaved', () => {
    expect(isUnsaved(document)).toBe(false)
    const typed = withText(document, 'two\n')
    expect(isUnsaved(typed)).toBe(true)
    expect(isUnsaved(withSaved(typed, 'two\n', '2'))).toBe(false)
    const typedOn = withSaved(withText(typed, 'three\n'), 'two\n', '2')
    expect([isUnsaved(typedOn), typedOn.text, typedOn.base.hash]).toEqual([true, 'three\n', '2'])
    expect(isUnsaved(withText(typed, 'one\n'))).toBe(false)
  })

  test('comes back on the text it was begun on', () => {
    const back = openedDocument('/a.ts', false, read, { text: 'two\n', base: '1' })
    expect([back.text, back.base, back.outside]).toEqual(['two\n', read, undefined])
    expect(isUnsaved(openedDocument('/a.ts', false, read, { text: 'one\n', base: '0' }))).toBe(false)
    expect(openedDocument('pairs', true, read, { text: 'two\n', base: '1' }).text).toBe('one\n')
  })

  test('comes back beside what the file became meanwhile', () => {
    const back = openedDocument(
      '/a.ts',
      false,
      { text: 'other\r\n', hash: '5' },
      { text: 'two\n', base: '1' },
    )
    expect(back.text).toBe('two\n')
    expect(back.outside).toEqual({ kind: 'changed', text: 'other\n', hash: '5' })
    expect(isUnsaved(back)).toBe(true)
    // To save it on is refused by the engine: its base is not what the file holds.
    expect(back.base.hash).toBe('1')
  })
})

describe('a file that another program changes', () => {
  const changed = { text: 'other\n', hash: '5' }

  test('is shown as it is where nothing was typed', () => {
    expect(withFound(document, read)).toBe(document)
    expect(withFound(document, changed)).toEqual({ ...document, text: 'other\n', base: changed })
  })

  test('is told of where something was typed, and either text can be taken', () => {
    const typed = withText(document, 'two\n')
    const told = withFound(typed, changed)
    expect([told.text, told.outside]).toEqual(['two\n', { kind: 'changed', ...changed }])
    expect(withOutsideTaken(told)).toEqual({ ...document, text: 'other\n', base: changed })
    expect(withOutsideTaken(typed)).toBe(typed)
    expect(withFound(told, read).outside).toBeUndefined()
    expect(isUnsaved(withFound(typed, { text: 'two\n', hash: '2' }))).toBe(false)
  })

  test('may go: the text stays here, unsaved', () => {
    const gone = withoutFile(document)
    expect([gone.text, isUnsaved(gone)]).toEqual(['one\n', true])
    expect(withFound(gone, read).outside).toBeUndefined()
  })
})

test('lines end in the file as they did', () => {
  const windows = openedDocument('/a.ts', false, { text: 'one\r\ntwo\r\n', hash: '1' })
  expect([windows.text, isUnsaved(windows)]).toEqual(['one\ntwo\n', false])
  expect(fileText(windows, 'a\nb\n')).toBe('a\r\nb\r\n')
  expect(fileText(document, 'a\nb\n')).toBe('a\nb\n')
})
