import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DateOrder, StampReader } from './stamp.ts'

/** Reads stamps one after the other with one reader, as the lines of a file are: time, then what else it says. */
function readAll(stamps: readonly string[], order: DateOrder = 'ymd'): (string | undefined)[] {
  const reader = new StampReader(order)
  return stamps.map((stamp) => {
    const bytes = Buffer.from(`9${stamp}9`)
    if (!reader.read(bytes, 1, bytes.length - 1)) return undefined
    const says = [Number.isNaN(reader.offset) ? [] : reader.offset, reader.zone ?? []].flat().join(' ')
    return `${new Date(reader.local).toISOString().replace('.000Z', '')} ${says}`.trim()
  })
}

test.each([
  ['2024-03-11 09:30', '2024-03-11T09:30:00'],
  ['2024/3/1 9:05:07', '2024-03-01T09:05:07'],
  ['2024-03-11', '2024-03-11T00:00:00'],
  ['20240311', '2024-03-11T00:00:00'],
  ['20240311 0930', '2024-03-11T09:30:00'],
  ['20240311 930', '2024-03-11T09:30:00'],
  ['20240311 93007', '2024-03-11T09:30:07'],
  ['202403110930', '2024-03-11T09:30:00'],
  ['20240311T093007.5', '2024-03-11T09:30:07.500Z'],
  ['2024-03-11T09:30:00,250', '2024-03-11T09:30:00.250Z'],
  ['2024-03-11T09:30:00Z', '2024-03-11T09:30:00 0'],
  ['2024-03-11 09:30:00 UTC', '2024-03-11T09:30:00 0'],
  ['2024-03-11 09:30:00-04:00', '2024-03-11T09:30:00 -240'],
  ['2024-03-11 09:30:00+0530', '2024-03-11T09:30:00 330'],
  ['2024-03-11 09:30:00+01', '2024-03-11T09:30:00 60'],
  ['2024-03-11 12:05 AM', '2024-03-11T00:05:00'],
  ['2024-03-11 12:05 pm', '2024-03-11T12:05:00'],
  ['2024-03-11 11:05 PM', '2024-03-11T23:05:00'],
  ['20240311 09:30:00 America/New_York', '2024-03-11T09:30:00 America/New_York'],
])('%s is %s', (stamp, read) => {
  expect(readAll([stamp])).toEqual([read])
})

test.each([
  '',
  'x',
  '2024',
  '2024-13-01',
  '2023-02-29',
  '2024-00-10',
  '2024-03-11 24:00',
  '2024-03-11 09:60',
  '2024-03-11 9',
  '2024-03-11 09:3',
  '2024-03-11 09:30:5',
  '2024-03-11 13:30 AM',
  '2024-03-11 09:30+15:00',
  '2024-03-11 09:30+1',
  '2024-03-11 09:30+01:5',
  '2024-03-11 09:30 soon',
  '11/03/24',
  '1:2024-03-11',
  '2024-0311',
])('"%s" is no time', (stamp) => {
  expect(readAll([stamp])).toEqual([undefined])
})

test('day and month stand in the order that is given', () => {
  expect(readAll(['03/11/2024'], 'mdy')).toEqual(['2024-03-11T00:00:00'])
  expect(readAll(['11.3.2024'], 'dmy')).toEqual(['2024-03-11T00:00:00'])
})

test('what was read before never matters', () => {
  const stamp = fc.constantFrom(
    '2024-1-1',
    '2024-1-11',
    '2024-1-1 10:00',
    '20240101',
    '202401011',
    'x',
    '2024-1-1x',
    '',
  )
  fc.assert(
    fc.property(fc.array(stamp, { maxLength: 6 }), (stamps) => {
      expect(readAll(stamps)).toEqual(stamps.map((text) => readAll([text])[0]))
    }),
  )
})
