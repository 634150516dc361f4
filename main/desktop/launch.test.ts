import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { launchOf } from './launch.ts'

test('a store is named by --store=PATH, relative to the folder of the start', () => {
  expect(launchOf(['electron', '.', '--store=bars.tapedeck'], '/home/someone')).toEqual({
    store: resolve('/home/someone', 'bars.tapedeck'),
  })
  expect(launchOf(['tapedeck', '--no-sandbox', '--store=/data/a=b c.tapedeck'], '/')).toEqual({
    store: resolve('/data/a=b c.tapedeck'),
  })
  expect(launchOf(['--store=/a', '--store=/b'], '/')).toEqual({ store: resolve('/b') })
})

test('without one nothing is asked for', () => {
  expect(launchOf(['tapedeck', '--stored=/a', 'store=/a', '--store='], '/')).toEqual({})
})
