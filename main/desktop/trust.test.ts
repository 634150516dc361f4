import { expect, test } from 'vitest'
import { isTrusted, mayOpenOutside } from './trust.ts'

test.each([
  ['app://tapedeck/', true, true],
  ['app://tapedeck/index.html#replay', true, true],
  ['app://tapedeck/', false, false],
  ['https://tapedeck/', true, false],
  ['app://tapedeck.evil.example/', true, false],
  ['file:///app://tapedeck/', true, false],
  ['about:blank', true, false],
  [undefined, true, false],
])('a message from %s, main frame %s, is trusted: %s', (address, isMainFrame, trusted) => {
  expect(isTrusted({ address, isMainFrame })).toBe(trusted)
})

test.each([
  ['https://www.tradingview.com/', true],
  ['http://www.tradingview.com/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['app://tapedeck/', false],
  ['smb://host/share', false],
  ['https:', false],
])('%s may be opened in the browser: %s', (address, may) => {
  expect(mayOpenOutside(address)).toBe(may)
})
