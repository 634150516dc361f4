import { CircleHelp, Clock3, Flag, PencilLine } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { IconButton } from '../ui/button.tsx'
import type { Measure } from './measures.ts'
import { patternImage, scaleOf } from './shading.ts'

const scaleWords: Readonly<Record<Measure, readonly [least: string, most: string, tip: string]>> = {
  coverage: ['0 %', '100 %', 'Orange up to 90 %, yellow at 98 %, green at 100 %'],
  explained: ['0 %', '100 %', 'Orange up to 90 %, yellow at 98 %, green at 100 %'],
  prefetched: ['0 %', '100 %', 'Orange up to 90 %, yellow at 98 %, green at 100 %'],
  filled: ['none', 'over 10 %', 'None, up to 1 %, up to 10 % and more of the minutes were filled'],
}

/** What the colours of a measure stand for, from least to most. */
function Scale({ measure }: { measure: Measure }) {
  const [least, most, tip] = scaleWords[measure]
  const colors = scaleOf(measure)
  const ramp =
    measure === 'filled'
      ? colors.map((color, place) => `${color} ${25 * place}% ${25 * (place + 1)}%`)
      : colors
  return (
    <p className="flex shrink-0 items-center gap-2 text-muted text-xs" title={tip}>
      {least}
      <span
        role="img"
        aria-label={tip}
        className="h-2.5 w-32 rounded-full"
        style={{ background: `linear-gradient(90deg, ${ramp.join(', ')})` }}
      />
      {most}
    </p>
  )
}

const help = [
  'Arrows move by days and weeks, Page Up and Page Down by months, Home and End to the ends of the month; with Ctrl by years.',
  'Shift with an arrow or a click, or dragging, takes a range.',
  'Enter goes to the card of the session, Escape comes back. A right click or Shift+F10 changes a day.',
].join(' ')

/** What the colours and the other signs of a day stand for, and how days are walked. */
export function Legend({ measure, hasClockChanges }: { measure: Measure; hasClockChanges: boolean }) {
  return (
    <footer className="flex shrink-0 items-start gap-4">
      <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
        <Scale measure={measure} />
        <Signs measure={measure} hasClockChanges={hasClockChanges} />
      </div>
      <IconButton label={help} side="top" className="-mr-1.5 size-7">
        <CircleHelp className="size-4" aria-hidden="true" />
      </IconButton>
    </footer>
  )
}

function Signs({ measure, hasClockChanges }: { measure: Measure; hasClockChanges: boolean }) {
  const box = 'size-3 rounded-[3px]'
  return (
    <ul aria-label="Signs" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs">
      {measure !== 'filled' && (
        <>
          <Item sign={<Patterned pattern="hatched" />}>below 98 %</Item>
          <Item sign={<Patterned pattern="crossed" />}>below 90 %</Item>
        </>
      )}
      {measure === 'prefetched' && (
        <>
          <Item sign={<Flag className="size-3 fill-current text-accent" />}>session of a run</Item>
          <Item sign={<span className={`${box} bg-up`} />}>one before it</Item>
        </>
      )}
      <Item sign={<span className={`${box} border border-line bg-raised`} />}>
        {measure === 'prefetched' ? 'not prefetched' : 'no bars'}
      </Item>
      <Item sign={<span className={`${box} border border-line/60`} />}>to come</Item>
      <Item sign={<span className="rounded-[3px] bg-panel px-1 text-faint line-through">1</span>}>
        holiday
      </Item>
      <Item sign={<Dot corner="left-[2px]" />}>late open</Item>
      <Item sign={<Dot corner="right-[2px]" />}>early close</Item>
      {hasClockChanges && <Item sign={<Clock3 className="size-3 text-muted" />}>clocks change</Item>}
      <Item sign={<span className={`${box} border border-edge border-dashed`} />}>projected</Item>
      <Item sign={<PencilLine className="size-3 text-accent" />}>changed by you</Item>
    </ul>
  )
}

function Item({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden="true" className="flex">
        {sign}
      </span>
      {children}
    </li>
  )
}

function Patterned({ pattern }: { pattern: 'hatched' | 'crossed' }) {
  const style: CSSProperties = {
    backgroundColor: pattern === 'hatched' ? 'var(--color-warn)' : 'var(--color-missing)',
    backgroundImage: patternImage(pattern),
  }
  return <span className="h-3 w-5 rounded-[3px]" style={style} />
}

function Dot({ corner }: { corner: string }) {
  return (
    <span className="relative size-3 rounded-[3px] border border-line">
      <span className={`absolute top-[1px] size-[5px] rounded-full bg-accent ${corner}`} />
    </span>
  )
}
