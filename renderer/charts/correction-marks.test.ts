import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { corrected, forming } from '#shared/bars/state.ts'
import { correctedStarts } from './correction-marks.ts'

test('corrected bars are those of the columns, whatever changed, came or went', () => {
  const state = fc.constantFrom(0, 1, 2, corrected | forming)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(12), fc.array(state, { maxLength: 8 })), { maxLength: 8 }),
      (changes) => {
        let states: number[] = []
        let marks: readonly number[] = []
        for (const [at, added] of changes) {
          const from = Math.min(at, states.length)
          states = [...states.slice(0, from), ...added]
          const columns = allocateColumns(states.length)
          columns.start.set(states.map((_, index) => index * 60_000))
          columns.state.set(states)
          marks = correctedStarts(marks, columns, states.length, from)
          expect(marks).toEqual(
            states.flatMap((code, index) => ((code & 3) === corrected ? [index * 60_000] : [])),
          )
        }
      },
    ),
  )
})
