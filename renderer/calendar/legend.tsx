import { CircleHelp, Clock3, Flag, PencilLine } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { IconButton } from '../ui/button.tsx'
import type { Measure } from './measures.ts'
import { crossedBelow, hatchedBelow, rampOf, shadeOf } from './shading.ts'
import type { Signs } from './signs.ts'

const help = [
  'Arrows move by days and weeks, Page Up and Page Down by months, Home and End to the ends of the month; with Ctrl by years.',
  'Shift with an arrow or a click, or dragging, takes a range.',
  'Enter goes to the card of the session, Escape comes back. A right click or Shift+F10 changes a day.',
].join(' ')

/** What the colours and the signs of the shown days stand for, and how days are walked. */
export function Legend({ measure, signs }: { measure: Measure; signs: Signs }) {
  return (
    <footer className="flex shrink-0 items-start gap-4">
      <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs">
        {measure === 'filled' ? <FillBands /> : <Scale />}
        <SignList measure={measure} signs={signs} />
      </div>
      <IconButton label={help} side="top" className="-mr-1.5 size-7">
        <CircleHelp className="size-4" aria-hidden="true" />
      </IconButton>
    </footer>
  )
}

/** Colours and patterns of a share: the colours are not spread evenly, so each stretch tells its ends. */
function Scale() {
  const ends: readonly number[] = [0, crossedBelow, hatchedBelow, 100]
  return (
    <p className="flex shrink-0 items-center gap-1.5">
      <span className="sr-only">
        Crossed orange below {crossedBelow} %, hatched up to yellow below {hatchedBelow} %, green at 100 %
      </span>
      {ends.map((end, place) => (
        <span key={end} aria-hidden="true" className="flex items-center gap-1.5">
          {place > 0 && <span className="h-3 w-9 rounded-[3px]" style={rampOf(ends[place - 1] ?? 0, end)} />}
          {end}
          {place === ends.length - 1 && ' %'}
        </span>
      ))}
    </p>
  )
}

function FillBands() {
  const bands = [
    [0, 'none filled'],
    [1, 'up to 1 %'],
    [10, 'up to 10 %'],
    [100, 'more'],
  ] as const
  return (
    <ul aria-label="Share of minutes that were filled" className="flex items-center gap-x-3">
      {bands.map(([percent, words]) => (
        <Item key={words} sign={<Box style={{ background: shadeOf('filled', percent).ground }} />}>
          {words}
        </Item>
      ))}
    </ul>
  )
}

function SignList({ measure, signs }: { measure: Measure; signs: Signs }) {
  return (
    <ul aria-label="Signs" className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {measure === 'prefetched' && (
        <Item sign={<Flag className="size-3 fill-current text-accent" />}>session that a run was for</Item>
      )}
      <Item sign={<Box className="border border-line bg-raised" />}>
        {measure === 'prefetched' ? 'not prefetched' : 'no bars'}
      </Item>
      {signs.toCome && <Item sign={<Box className="border border-line/60" />}>to come</Item>}
      {signs.closure && (
        <Item sign={<span className="rounded-[3px] bg-panel px-1 text-faint line-through">1</span>}>
          closed
        </Item>
      )}
      {signs.lateOpen && <Item sign={<Dot corner="left-[2px]" />}>late open</Item>}
      {signs.earlyClose && <Item sign={<Dot corner="right-[2px]" />}>early close</Item>}
      {signs.clockChange && <Item sign={<Clock3 className="size-3" />}>clocks change</Item>}
      {signs.projected && <Item sign={<Box className="border border-edge border-dashed" />}>projected</Item>}
      {signs.changed && <Item sign={<PencilLine className="size-3 text-accent" />}>changed by you</Item>}
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

function Box({ className = '', style }: { className?: string; style?: CSSProperties }) {
  return <span className={`size-3 rounded-[3px] ${className}`} style={style} />
}

function Dot({ corner }: { corner: string }) {
  return (
    <span className="relative size-3 rounded-[3px] border border-line">
      <span className={`absolute top-[1px] size-[5px] rounded-full bg-accent ${corner}`} />
    </span>
  )
}
