import {
  ArrowDown,
  ArrowUp,
  CircleAlert,
  CircleCheck,
  KeyRound,
  LoaderCircle,
  Pencil,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { ListedSource } from '#shared/protocol/source-calls.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { type DragOrder, dragClasses } from '../watchlist/drag-order.ts'
import { keysState } from './key-words.ts'
import { kinds } from './kinds.ts'
import { moveSource, testSource, useSources } from './sources.ts'

/** What can be asked about a source in a dialog. */
export type SourceQuestion = 'change' | 'keys' | 'remove'

/** One source in its place. Alt with an arrow moves it, wherever in the row the focus is. */
export function SourceRow({
  source,
  index,
  count,
  order,
  readOnly,
  onAsk,
}: {
  source: ListedSource
  index: number
  count: number
  order: DragOrder
  readOnly: boolean
  onAsk: (question: SourceQuestion) => void
}) {
  const { name, form, words } = source
  const testing = useSources((state) => state.testing.has(name))
  const keys = keysState(source.keys)
  const Icon = form ? kinds[form.kind].Icon : TriangleAlert
  const moveByKey = (event: KeyboardEvent): void => {
    if (!event.altKey || readOnly || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    void moveSource(index, index + (event.key === 'ArrowUp' ? -1 : 1))
  }
  return (
    <li
      data-source={name}
      aria-label={name}
      className={classes(
        'border-line border-b bg-panel px-3.5 py-2.5 last:border-b-0',
        dragClasses(order, index),
      )}
      onKeyDown={moveByKey}
      {...(!readOnly && order.row(index))}
    >
      <div className="flex items-center gap-3">
        <span className="w-4 shrink-0 text-right text-faint text-xs">{index + 1}</span>
        <Icon className="size-4 shrink-0 text-muted" aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline gap-2">
            <span className="truncate font-semibold text-sm normal-nums">{name}</span>
            {form && <span className="shrink-0 text-muted text-xs">{kinds[form.kind].label}</span>}
          </p>
          <p
            className={classes('text-selectable truncate text-xs', form ? 'text-faint' : 'text-down')}
            title={words}
          >
            {words}
          </p>
        </div>
        {keys && (
          <Button
            look="plain"
            className={classes('px-2 text-xs', !keys.set && 'text-missing')}
            aria-label={`Keys of ${name}: ${keys.words}`}
            onClick={() => onAsk('keys')}
          >
            <KeyRound className="size-3.5" aria-hidden="true" /> {keys.words}
          </Button>
        )}
        <Button
          className="px-2.5 text-xs"
          aria-label={testing ? `Stop the test of ${name}` : `Test ${name}`}
          disabled={!form}
          onClick={() => void testSource(name)}
        >
          {testing && <LoaderCircle className="size-3.5 animate-spin text-accent" aria-hidden="true" />}
          {testing ? 'Stop' : 'Test'}
        </Button>
        <span className="flex">
          <IconButton
            label={`Move ${name} up`}
            shortcut="Alt+↑"
            className="size-7"
            disabled={readOnly || index === 0}
            onClick={() => void moveSource(index, index - 1)}
          >
            <ArrowUp className="size-3.5" />
          </IconButton>
          <IconButton
            label={`Move ${name} down`}
            shortcut="Alt+↓"
            className="size-7"
            disabled={readOnly || index === count - 1}
            onClick={() => void moveSource(index, index + 1)}
          >
            <ArrowDown className="size-3.5" />
          </IconButton>
          <IconButton
            label={`Change ${name}`}
            className="size-7"
            disabled={readOnly || !form}
            onClick={() => onAsk('change')}
          >
            <Pencil className="size-3.5" />
          </IconButton>
          <IconButton
            label={`Remove ${name}`}
            className="size-7"
            disabled={readOnly}
            onClick={() => onAsk('remove')}
          >
            <Trash2 className="size-3.5" />
          </IconButton>
        </span>
      </div>
      <div role="status" className="pl-14">
        {testing && <p className="mt-1 text-muted text-xs">Asking …</p>}
        {!testing && source.test && <TestResult test={source.test} />}
      </div>
    </li>
  )
}

function TestResult({ test }: { test: NonNullable<ListedSource['test']> }) {
  const Sign = test.ok ? CircleCheck : CircleAlert
  return (
    <p className="mt-1 flex gap-1.5 text-xs">
      <Sign
        className={classes('mt-px size-3.5 shrink-0', test.ok ? 'text-up' : 'text-down')}
        aria-label={test.ok ? 'Works' : 'Does not work'}
      />
      <span className="text-selectable min-w-0 [overflow-wrap:anywhere]">{test.detail}</span>
    </p>
  )
}
