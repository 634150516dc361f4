import { Ellipsis } from 'lucide-react'
import { percentText } from '#shared/backtest/figure-text.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { countText } from '../../calendar/summary.ts'
import { formatDate, formatMinute } from '../../time/zone.ts'
import { IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { startRun } from '../backtests.ts'
import { takeSettingsOf } from '../form/form-state.ts'
import { exportRun } from '../run-files.ts'
import { showRun, toggleCompared } from '../shown-run.ts'
import { contentWords, returnOf, spanWords } from './run-words.ts'

const here = Intl.DateTimeFormat().resolvedOptions().timeZone

/** One kept run: what it was of and what came of it; a click shows it, its box puts it beside others. */
export function RunRow({
  run,
  isShown,
  isCompared,
  canCompare,
  onAsk,
}: {
  run: KeptRun
  isShown: boolean
  isCompared: boolean
  canCompare: boolean
  onAsk: (question: 'rename' | 'remove') => void
}) {
  const { name, request, ranAt, trades } = run
  const gain = returnOf(run)
  return (
    <li
      className={classes(
        'flex items-start border-line border-b',
        isShown && 'bg-raised shadow-[inset_2px_0_0_var(--color-accent)]',
      )}
    >
      <label className="flex self-stretch py-3.5 pl-4">
        <input
          type="checkbox"
          aria-label={`Compare ${name}`}
          className="size-3.5 accent-accent"
          checked={isCompared}
          disabled={!canCompare}
          onChange={() => toggleCompared(run.id)}
        />
      </label>
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => void showRun(run)}
        className="min-w-0 flex-1 px-3 py-2.5 text-left text-xs -outline-offset-2"
      >
        <span className="flex items-baseline justify-between gap-3 text-sm">
          <span className="min-w-0 truncate font-medium normal-nums">{name}</span>
          <span className={classes('shrink-0 font-medium', toneOf(gain))}>
            {gain === undefined ? '–' : percentText(gain, 'signed')}
          </span>
        </span>
        <span className="mt-0.5 block truncate text-muted" title={contentWords(run)}>
          {contentWords(run)}
        </span>
        <span className="block truncate text-faint">
          {spanWords(request)} · {request.interval}
        </span>
        <span className="flex items-baseline justify-between gap-3 text-faint">
          <span className="min-w-0 truncate">
            {formatDate(here, ranAt)} {formatMinute(here, ranAt)}
          </span>
          <span className="shrink-0">{countText(trades, 'trade', 'trades')}</span>
        </span>
      </button>
      <span className="py-2 pr-2.5">
        <Menu
          label={name}
          align="end"
          trigger={
            <IconButton label={`What to do with ${name}`} side="left" className="size-7">
              <Ellipsis className="size-4" />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => void startRun({ again: run.id }, name)}>Run again</MenuItem>
          <MenuItem onSelect={() => takeSettingsOf(run)}>Use its settings</MenuItem>
          <MenuItem onSelect={() => onAsk('rename')}>Rename …</MenuItem>
          <MenuItem onSelect={() => void exportRun(run)}>Export to a folder …</MenuItem>
          <MenuLine />
          <MenuItem danger onSelect={() => onAsk('remove')}>
            Remove …
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}

/** Colour of what was won or lost, in money or percent; none for what is written as 0.00. */
export function toneOf(value: number | undefined): string {
  if (value === undefined || Math.abs(value) < 0.005) return 'text-ink'
  return value > 0 ? 'text-up' : 'text-down'
}
