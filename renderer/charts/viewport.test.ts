import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barSpacings, firstRightEdge, fittedView, follows, rightEdge, rightRoom } from './viewport.ts'

test('a new bar moves the view only where it would leave it', () => {
  expect(rightEdge({ from: 0, to: 100 }, true, 60)).toBe(100)
  expect(rightEdge({ from: 0, to: 100 }, true, 95)).toBe(95 + rightRoom)
})

test('a step back moves nothing, a jump back brings the newest bar into sight', () => {
  expect(rightEdge({ from: 0, to: 100 }, true, 93)).toBe(100)
  expect(rightEdge({ from: 400, to: 520 }, true, 300)).toBe(340)
})

test('a view that was scrolled away stays', () => {
  expect(rightEdge({ from: 0, to: 100 }, false, 180)).toBe(100)
})

test('a view that follows keeps the newest bar in sight whatever happens', () => {
  const place = fc.integer({ min: 0, max: 3000 })
  fc.assert(
    fc.property(place, fc.integer({ min: 20, max: 400 }), fc.array(place), (start, width, lasts) => {
      let view = { from: start - width, to: start }
      for (const last of lasts) {
        const to = rightEdge(view, true, last)
        view = { from: to - width, to }
        expect(follows(view, last)).toBe(true)
      }
    }),
  )
})

test('the first view leaves room for the session to grow', () => {
  expect(firstRightEdge(400, 300, 390)).toBe(500)
  expect(firstRightEdge(400, 300, 0)).toBe(400 + rightRoom)
})

test('a first view of few places begins with them, and playing on moves nothing until it is full', () => {
  const edge = firstRightEdge(-1, 120, 78)
  const view = { from: edge - 120, to: edge }
  expect(view.from).toBeLessThan(0)
  for (let last = -1; last <= edge - rightRoom; last += 1) expect(rightEdge(view, true, last)).toBe(edge)
})

test('a fitted view shows the whole session, and playing it to its end moves nothing', () => {
  const inputs = [
    fc.nat(4000),
    fc.integer({ min: 1, max: 960 }),
    fc.integer({ min: 200, max: 2500 }),
  ] as const
  fc.assert(
    fc.property(...inputs, (first, places, width) => {
      const last = first + places - 1
      const { spacing, edge } = fittedView(first, last, width)
      expect(spacing).toBeLessThanOrEqual(barSpacings.greatest)
      expect(spacing).toBeGreaterThanOrEqual(barSpacings.least)
      // Wider than the narrowest bars allow is not to be had.
      fc.pre(width / barSpacings.least > places + 20)
      const view = { from: edge - width / spacing, to: edge }
      expect(view.from).toBeLessThan(first)
      for (let place = first - 1; place <= last; place += 1) {
        expect(follows(view, place)).toBe(true)
        expect(rightEdge(view, true, place)).toBe(edge)
      }
    }),
  )
})
