import { tradeMarkBits } from '#shared/protocol/backtest-calls.ts'
import { classes } from '../ui/classes.ts'

/** What a mark is called, what it means, and its colour; the gravest first. */
const marks = [
  {
    mark: 'missing',
    word: 'near gap',
    meaning: 'Minutes are missing at its signal or its fill',
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
] as const

/** What a fill rests on, in a word. */
export function DataBadge({ bits }: { bits: number }) {
  const own = marks.filter(({ mark }) => bits & (1 << tradeMarkBits.indexOf(mark)))
  const [gravest] = own
  return (
    <span
      title={
        own.map(({ meaning }) => meaning).join('. ') || 'Its signal and its fill rest on recorded bars alone'
      }
      className={classes(
        'inline-block rounded-sm border px-1.5 text-2xs leading-4',
        gravest?.look ?? 'border-line text-muted',
      )}
    >
      {gravest?.word ?? 'clean'}
    </span>
  )
}

/** A number that is the greater the graver what a fill rests on is. */
export function gravityOf(bits: number): number {
  return marks.findIndex(({ mark }) => bits & (1 << tradeMarkBits.indexOf(mark))) >= 0
    ? marks.length - marks.findIndex(({ mark }) => bits & (1 << tradeMarkBits.indexOf(mark)))
    : 0
}
