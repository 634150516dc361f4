import { join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assetOf, isOwnAddress } from './asset-path.ts'

const root = join('/', 'opt', 'tapedeck', 'out', 'renderer')

describe('what is served', () => {
  test.each([
    ['app://tapedeck/', 'index.html', 'text/html; charset=utf-8'],
    ['app://tapedeck/index.html?view=replay#SPY', 'index.html', 'text/html; charset=utf-8'],
    ['app://tapedeck/assets/index-B1.js', 'assets/index-B1.js', 'text/javascript; charset=utf-8'],
    ['app://tapedeck/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
    ['app://tapedeck/fonts/inter.woff2', 'fonts/inter.woff2', 'font/woff2'],
    ['app://tapedeck/../../index.html', 'index.html', 'text/html; charset=utf-8'],
  ])('%s is %s', (address, file, mime) => {
    expect(assetOf(root, address)).toEqual({ found: true, file: join(root, file), mime })
  })
})

describe('what is refused', () => {
  test.each([
    ['app://tapedeck/%2e%2e%2fmain%2fdesktop.js', 403],
    ['app://tapedeck/assets%2f..%2f..%2f..%2fpackage.json', 403],
    ['app://tapedeck/..%2frenderer-other%2fa.js', 403],
    ['app://other/index.html', 403],
    ['app://tapedeck:80/index.html', 403],
    ['app://tapedeck.example.com/index.html', 403],
    ['https://tapedeck/index.html', 403],
    ['file:///etc/passwd', 403],
    ['app://tapedeck/%E0%A4%A', 400],
    ['app://tapedeck/a.js%00.html', 400],
    ['app://tapedeck/..%5c..%5cpackage.json', 400],
    ['not an address', 400],
    ['app://tapedeck/secret.env', 404],
    ['app://tapedeck/assets', 404],
  ])('%s with %i', (address, status) => {
    expect(assetOf(root, address)).toEqual({ found: false, status })
  })
})

test('no path climbs out of the folder', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '%2f',
      '%5c',
      '\\',
      '/',
      '//',
      'a.js',
      '%00',
      '..;',
      '%252e',
      '%252f',
    ),
    fc.string({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', '/'), (pieces, glue) => {
      const asset = assetOf(root, `app://tapedeck/${pieces.join(glue)}.js`)
      if (asset.found) expect(relative(root, asset.file)).not.toMatch(/^\.\.([\\/]|$)/)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['app://tapedeck/', true],
  ['app://tapedeck', true],
  ['app://tapedeck@evil.example/', false],
  ['app://evil.example/app://tapedeck/', false],
  ['https://tapedeck/', false],
  ['', false],
])('%s is the own address: %s', (address, own) => {
  expect(isOwnAddress(address)).toBe(own)
})
