import { FileSearch } from 'lucide-react'
import { type KeyboardEvent, memo, type ReactNode, useState } from 'react'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { usePlayback } from '../stores/playback.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { PopOver } from '../ui/pop-over.tsx'
import { chooseRun } from './choose-gap.ts'
import { filledSign } from './class-style.ts'
import { GapDetail } from './gap-detail.tsx'
import { fillWords, gapVerdict, laterWords, runTitle } from './gap-words.ts'
import type { LedgerLine } from './ledger-lines.ts'
import { nextTryWords } from './retry-words.ts'
import { GapSwatch, Swatch } from './swatch.tsx'

/** One run of the ledger: when, how long, what it is and why. */
export const LedgerRow = memo(
  function LedgerRow({ line, zone, chosen }: { line: LedgerLine; zone: string; chosen: boolean }) {
    const run = { start: line.start, end: line.end }
    return (
      <li
        className={classes(
          'flex items-start border-line/60 border-b pr-2',
          chosen ? 'bg-raised shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-raised/60',
        )}
      >
        <button
          type="button"
          data-ledger-row
          aria-current={chosen}
          className="flex min-w-0 flex-1 gap-2.5 py-2 pl-4 text-left -outline-offset-2"
          onClick={() => chooseRun(run)}
          onKeyDown={walk}
        >
          <span className="mt-[3px]">
            {line.kind === 'gap' ? (
              <GapSwatch of={line.gap.class} certainty={line.gap.certainty} />
            ) : (
              <Swatch letter={filledSign} style={{ background: 'var(--color-filled)' }} />
            )}
          </span>
          <span className="min-w-0">
            <span className="block font-medium text-sm">{runTitle(run.start, run.end, zone)}</span>
            <span className="block text-muted text-xs">
              {line.kind === 'gap' ? gapVerdict(line.gap) : fillWords(line.fills, zone)}
            </span>
            {line.kind === 'gap' && <Why gap={line.gap} />}
            {line.kind === 'gap' && line.later.length > 0 && (
              <Later>{laterWords(run, line.later, zone)}</Later>
            )}
            {line.kind === 'filled' && !line.isThere && (
              <Later>missing here: it came later than the clock stands now</Later>
            )}
          </span>
        </button>
        {line.kind === 'gap' && <Details gap={line.gap} zone={zone} />}
      </li>
    )
  },
  (before, after) =>
    before.chosen === after.chosen &&
    before.zone === after.zone &&
    JSON.stringify(before.line) === JSON.stringify(after.line),
)

function Why({ gap }: { gap: GapRow }) {
  return (
    <>
      <span className="line-clamp-2 text-faint text-xs [overflow-wrap:anywhere]" title={gap.reason}>
        {gap.reason}
      </span>
      {gap.next && <NextTry next={gap.next} />}
    </>
  )
}

/** What is in the store, and not yet known at the clock. */
function Later({ children }: { children: ReactNode }) {
  return <span className="block text-filled text-xs [overflow-wrap:anywhere]">{children}</span>
}

function NextTry({ next }: { next: NonNullable<GapRow['next']> }) {
  const words = usePlayback(({ clock }) => (clock === undefined ? undefined : nextTryWords(next, clock)))
  return <span className="block text-faint text-xs tabular-nums">{words}</span>
}

function Details({ gap, zone }: { gap: GapRow; zone: string }) {
  const [open, setOpen] = useState(false)
  return (
    <PopOver
      label={`What is known of ${runTitle(gap.start, gap.end, zone)}`}
      open={open}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <IconButton
          label="What it follows from, and marks by hand"
          side="left"
          className="mt-1.5 size-7"
          onKeyDown={walk}
        >
          <FileSearch className="size-4" aria-hidden="true" />
        </IconButton>
      }
    >
      <GapDetail gap={gap} zone={zone} />
    </PopOver>
  )
}

/** Up and down go to the neighbours, which are shown as if they were clicked; from the details to their row. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (direction === undefined) return
  event.preventDefault()
  const row = event.currentTarget.closest('li')
  const next = direction === 1 ? row?.nextElementSibling : row?.previousElementSibling
  const button = next?.querySelector<HTMLButtonElement>('[data-ledger-row]')
  button?.focus()
  button?.click()
}
