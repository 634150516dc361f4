import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react'
import { type NeedLine, type Presence, presenceOf } from '#shared/session-file/readiness.ts'
import { formatCount } from '../charts/prices.ts'
import { formatSession, formatSessionDay } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { namesOf } from './names.ts'

const mostLines = 60
/** So many missing sessions are named; the tip has more of them. */
const mostNamed = 3
const order: readonly Presence[] = ['missing', 'partly', 'present']
const signs: Readonly<Record<Presence, { Icon: LucideIcon; look: string; word: string }>> = {
  present: { Icon: CircleCheck, look: 'text-up', word: 'present' },
  partly: { Icon: CircleDashed, look: 'text-missing', word: 'partly' },
  missing: { Icon: CircleX, look: 'text-missing', word: 'missing' },
}

/** The bars that a run needs, why, and whether they are there; those that are not come first. */
export function NeedsTable({ needs }: { needs: readonly NeedLine[] }) {
  const lines = needs.toSorted(
    (one, other) => order.indexOf(presenceOf(one)) - order.indexOf(presenceOf(other)),
  )
  const more = lines.length - mostLines
  return (
    <section aria-label="What it needs">
      <h3 className="panel-title mb-1.5">What it needs</h3>
      <table className="w-full table-fixed text-left text-sm" data-testid="needs">
        <thead className="text-faint text-xs">
          <tr className="border-line border-b [&>th]:py-1 [&>th]:pr-3 [&>th]:font-medium">
            <th className="w-[5.5rem]">In the store</th>
            <th className="w-[23%]">Symbols</th>
            <th className="w-11">Bars</th>
            <th className="w-[10rem]">Sessions</th>
            <th>Needed for</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, mostLines).map((line) => (
            <Line key={keyOf(line)} line={line} />
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="mt-1 text-muted text-xs">{formatCount(more)} lines more</p>}
    </section>
  )
}

function keyOf({ symbols, interval, reasons }: NeedLine): string {
  return `${symbols[0]} ${interval} ${reasons[0]?.purpose}`
}

function Line({ line }: { line: NeedLine }) {
  const { symbols, interval, reasons, from, to, sessions, missing, missingSessions } = line
  const { Icon, look, word } = signs[presenceOf(line)]
  return (
    <tr className="border-line/60 border-b align-top [&>td]:py-1.5 [&>td]:pr-3">
      <td className={classes('font-medium', look)}>
        <span className="flex items-center gap-1.5">
          <Icon className="size-3.5 shrink-0" aria-hidden="true" /> {word}
        </span>
      </td>
      <td className="[overflow-wrap:anywhere]" title={symbols.join(', ')}>
        {namesOf(symbols, 4)}
      </td>
      <td>{interval}</td>
      <td>
        {formatSession(from)}
        {to !== from && <span className="block">to {formatSession(to)}</span>}
        {missing > 0 && missing < sessions && (
          <span className="block text-missing text-xs" title={missingSessions.join(', ')}>
            {missing <= mostNamed
              ? `${missingSessions.map(formatSessionDay).join(', ')} missing`
              : `${formatCount(missing)} of ${formatCount(sessions)} missing`}
          </span>
        )}
        {(missing === 0 || missing === sessions) && sessions > 1 && (
          <span className="block text-faint text-xs">{formatCount(sessions)} sessions</span>
        )}
      </td>
      <td className="text-muted">
        {reasons.map(({ text }) => (
          <span key={text} className="block">
            {text}
          </span>
        ))}
      </td>
    </tr>
  )
}
