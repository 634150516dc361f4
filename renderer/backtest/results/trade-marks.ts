import { tradeMarkBits } from '#shared/protocol/backtest-calls.ts'

export type TradeMark = (typeof tradeMarkBits)[number]

/** What a mark is called, what it means, and its colour; a trade shows the first that it has, the gravest. */
export const tradeMarks: readonly {
  readonly mark: TradeMark
  readonly word: string
  readonly meaning: string
  readonly look: string
}[] = [
  {
    mark: 'missing',
    word: 'near gap',
    meaning: 'Minutes are missing at its signal, entry or exit',
    look: 'border-missing/70 text-missing',
  },
  {
    mark: 'filled',
    word: 'touches fill',
    meaning: 'It rests on bars that came later, from another source',
    look: 'border-filled/70 text-filled',
  },
  {
    mark: 'corrected',
    word: 'corrected',
    meaning: 'It rests on bars that were corrected afterwards',
    look: 'border-plot-1/60 text-plot-1',
  },
  {
    mark: 'late',
    word: 'late',
    meaning: 'It rests on bars that were not there yet when their minute had ended',
    look: 'border-plot-2/60 text-plot-2',
  },
  {
    mark: 'synthetic',
    word: 'synthetic',
    meaning: 'It rests on bars that a generator made',
    look: 'border-line text-muted',
  },
]

export const cleanMeaning = 'Its signal, entry and exit rest on recorded bars alone'

/** Marks of a trade's bits, the gravest first. */
export function marksOf(bits: number): typeof tradeMarks {
  return tradeMarks.filter(({ mark }) => (bits & bitOf(mark)) !== 0)
}

export function bitOf(mark: TradeMark): number {
  return 1 << tradeMarkBits.indexOf(mark)
}

/** A number that is the greater the graver what a trade touches is: 0 for a clean one. */
export function gravity(bits: number): number {
  return tradeMarks.reduce(
    (sum, { mark }, place) => sum + (bits & bitOf(mark) ? 1 << (tradeMarks.length - place) : 0),
    0,
  )
}
