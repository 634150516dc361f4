import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at32, LineScanner } from './line-scanner.ts'
import { LineWindow } from './line-window.ts'

/** Reads text handed over in pieces of the given sizes. */
function scanAll(text: string, sizes: readonly number[]): string[][] {
  const bytes = Buffer.from(text)
  const window = new LineWindow()
  const scanner = new LineScanner(0x2c)
  const lines: string[][] = []
  const readLines = (last: boolean): void => {
    while (window.from < window.end) {
      const next = scanner.scan(window.bytes, window.from, window.end, last)
      if (next < 0) return
      window.from = next
      lines.push(
        Array.from({ length: scanner.fields }, (_, field) =>
          window.bytes.toString('utf8', at32(scanner.from, field), at32(scanner.to, field)),
        ),
      )
      expect(scanner.line).toBe(lines.length)
    }
  }
  let at = 0
  for (let piece = 0; at < bytes.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1
    window.append(bytes.subarray(at, at + size))
    at += size
    readLines(false)
  }
  readLines(true)
  return lines
}

const field = fc.stringMatching(/^[a-z0-9. é]{0,6}$/)
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })

test('lines and fields are the same however the text is cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      sizes,
      (lines, ends, closed, cuts) => {
        const text = lines
          .map((fields, line) => {
            const end = line < lines.length - 1 || closed ? ends[line % ends.length] : ''
            return fields.map((value, index) => (index % 2 ? `"${value}"` : value)).join(',') + end
          })
          .join('')
        expect(scanAll(text, cuts)).toEqual(lines)
      },
    ),
    { numRuns: 500 },
  )
})
