import { expect, test } from 'vitest'
import { splitPath } from './path.ts'

test('paths of any system fall into name and folder', () => {
  expect(splitPath('/home/ann/bars.tapedeck')).toEqual({ name: 'bars.tapedeck', folder: '/home/ann' })
  expect(splitPath('C:\\data\\bars.tapedeck')).toEqual({ name: 'bars.tapedeck', folder: 'C:\\data' })
  expect(splitPath('bars.tapedeck')).toEqual({ name: 'bars.tapedeck', folder: '' })
})
