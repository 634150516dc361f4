import { cleanMeaning, marksOf } from '../backtest/results/trade-marks.ts'
import { classes } from '../ui/classes.ts'

/** What a fill rests on, in a word: the gravest mark that it has. */
export function DataBadge({ bits }: { bits: number }) {
  const marks = marksOf(bits)
  const [gravest] = marks
  return (
    <span
      title={marks.map(({ meaning }) => meaning).join('. ') || cleanMeaning}
      className={classes(
        'inline-block rounded-sm border px-1.5 text-2xs leading-4',
        gravest?.look ?? 'border-line text-muted',
      )}
    >
      {gravest?.word ?? 'clean'}
    </span>
  )
}
