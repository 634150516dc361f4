import { formatCount } from '../charts/prices.ts'
import { classes } from '../ui/classes.ts'
import { VirtualList } from '../ui/virtual-list.tsx'
import { shareWords } from './day-words.ts'
import { type Counts, percentText, shareOf } from './measures.ts'

/** The last two have no room in a narrow panel; the words of the row have them all the same. */
const columns = [
  { count: 'missing', name: 'Missing', color: 'text-missing', room: '' },
  { count: 'filled', name: 'Filled', color: 'text-filled', room: '' },
  { count: 'noTrade', name: 'No trade', color: 'text-ink', room: '@max-[22rem]:hidden' },
  { count: 'halted', name: 'Halted', color: 'text-ink', room: '@max-[22rem]:hidden' },
] as const

const grid =
  'grid w-full grid-cols-[minmax(0,1fr)_3.25rem_3rem_2.5rem_3.25rem_2.75rem] items-center gap-x-1.5 px-4 text-right text-xs tabular-nums @max-[22rem]:grid-cols-[minmax(0,1fr)_3.25rem_3rem_2.5rem]'

/** One row of it: a symbol of a session, or a session of a range. */
export interface QualityRow {
  readonly key: string
  readonly name: string
  readonly counts: Counts
}

/** How complete the bars are, row by row, in minutes; the worst first. */
export function QualityList({
  label,
  head,
  rows,
  chosen,
  onChoose,
  onOpen,
}: {
  label: string
  head: string
  rows: readonly QualityRow[]
  chosen: string | undefined
  onChoose: (key: string) => void
  onOpen: (key: string) => void
}) {
  return (
    <>
      <div aria-hidden="true" className={classes(grid, 'border-line border-b pb-1 text-2xs text-faint')}>
        <span className="text-left">{head}</span>
        <span>Coverage</span>
        {columns.map(({ count, name, room }) => (
          <span key={count} className={room}>
            {name}
          </span>
        ))}
      </div>
      <VirtualList
        label={label}
        items={rows}
        keyOf={({ key }) => key}
        labelOf={wordsOf}
        chosen={chosen}
        onChoose={({ key }) => onChoose(key)}
        onOpen={({ key }) => onOpen(key)}
      >
        {({ name, counts }) => (
          <span className={grid} title={wordsOf({ key: name, name, counts })}>
            <span className="truncate text-left font-medium">{name}</span>
            <span>{percentText(shareOf('coverage', counts))}</span>
            {columns.map(({ count, color, room }) => (
              <span key={count} className={classes(room, counts[count] === 0 ? 'text-faint' : color)}>
                {formatCount(counts[count])}
              </span>
            ))}
          </span>
        )}
      </VirtualList>
    </>
  )
}

/** "MIRVA: coverage 96.9 %, 378 of 390 minutes, 12 missing; 4 filled, 0 no trade, 0 halted; 4 came late". */
function wordsOf({ name, counts }: QualityRow): string {
  const { filled, noTrade, halted, late } = counts
  const others = `${filled} filled, ${noTrade} no trade, ${halted} halted`
  return `${name}: ${shareWords(counts, 'coverage')}; ${others}; ${late} came late`
}
