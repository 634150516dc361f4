import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html } from './html.ts'

test('texts are escaped, pieces stand as they are, undefined is nothing', () => {
  const piece = html`<b>${'a < b & "c"'}</b>`
  expect(piece.text).toBe('<b>a &#60; b &#38; &#34;c&#34;</b>')
  expect(html`<p>${piece}${[piece, piece]}${undefined}${7}</p>`.text).toBe(`<p>${piece.text.repeat(3)}7</p>`)
})

test('no text gets out of its place', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const written = html`${text}`.text
      expect(written).not.toMatch(/[<>"']/)
      const read = written.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
      expect(read).toBe(text)
    }),
  )
})
