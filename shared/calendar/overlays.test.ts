import { describe, expect, test } from 'vitest'
import { noOverlay, parseOverlay } from './overlay.ts'
import { overlaysText, parseOverlays } from './overlays.ts'

const closures = [{ date: '2024-07-05', reason: 'storm' }]

describe('overlays of all exchanges', () => {
  test('read back as they were written; those that say nothing are not written', () => {
    const overlays = new Map([
      ['XNYS', parseOverlay({ closures, lateOpens: [{ date: '2024-07-08', reason: 'fog', open: '10:00' }] })],
      ['CMES', parseOverlay({ closures })],
      ['XLON', noOverlay],
    ])
    const written: unknown = JSON.parse(overlaysText(overlays))
    expect(written).toEqual({
      version: 1,
      exchanges: {
        CMES: { closures },
        XNYS: { closures, lateOpens: [{ date: '2024-07-08', reason: 'fog', open: '10:00' }] },
      },
    })
    overlays.delete('XLON')
    expect(parseOverlays(written)).toEqual(overlays)
  })

  test('an alias is the exchange it stands for', () => {
    expect([...parseOverlays({ version: 1, exchanges: { XNAS: { closures } } }).keys()]).toEqual(['XNYS'])
  })

  test.each([
    [[], 'It is no calendar overlay'],
    [{ version: 2, exchanges: {} }, 'It is no calendar overlay'],
    [{ version: 1, exchanges: { XXXX: {} } }, 'No calendar for exchange "XXXX"'],
    [{ version: 1, exchanges: { XLON: { closed: [] } } }, 'XLON: Calendar overlay: Unrecognized key'],
    [
      { version: 1, exchanges: { XLON: { closures: [{ date: '1980-01-02', reason: 'x' }] } } },
      '1980-01-02 lies outside the XLON calendar',
    ],
    [{ version: 1, exchanges: { XNYS: { closures }, XNAS: {} } }, 'XNAS shares the calendar of XNYS'],
  ])('%j is refused', (value, message) => {
    expect(() => parseOverlays(value)).toThrow(message)
  })
})
