import { BookOpen, CircleAlert, FilePlus2, Trash2 } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { splitPath } from '../data/path.ts'
import { useBacktest } from '../stores/backtest.ts'
import { useConnection } from '../stores/connection.ts'
import { useStrategies } from '../stores/strategies.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { isUnsaved } from './documents.ts'
import { showGuide } from './guide-panel.tsx'
import { NameDialog } from './name-dialog.tsx'
import { openStrategy } from './open-strategy.ts'
import { RemovedDialog } from './removed-dialog.tsx'
import { createStrategy, loadRemoved, openFromDisk } from './strategy-files.ts'

/** All strategies, and how to get another one. */
export function StrategyListPanel() {
  const list = useBacktest((state) => state.strategies)
  const failure = useBacktest((state) => state.strategiesFailure)
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const [dialog, setDialog] = useState<'new' | 'removed'>()
  const files = list?.filter(({ kind }) => kind === 'file') ?? []
  const close = (): void => setDialog(undefined)
  return (
    <nav aria-label="Strategies" className="flex w-52 shrink-0 flex-col border-line border-r bg-panel">
      <header className="flex h-12 shrink-0 items-center gap-1 border-line border-b pr-2 pl-4">
        <Menu
          label="New strategy"
          trigger={
            <Button disabled={!connected} className="-ml-2">
              <FilePlus2 className="size-3.5" aria-hidden="true" /> New
            </Button>
          }
        >
          <MenuItem onSelect={() => setDialog('new')}>From the template …</MenuItem>
          <MenuItem onSelect={() => void openFromDisk()}>Open a file …</MenuItem>
        </Menu>
        <span className="flex-1" />
        <IconButton label="Guide" onClick={showGuide}>
          <BookOpen className="size-4" />
        </IconButton>
        <IconButton label="Removed strategies" disabled={!connected} onClick={() => setDialog('removed')}>
          <Trash2 className="size-4" />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto py-2">
        {!list && (
          <p
            role="status"
            className={classes('px-4 text-sm', failure === undefined ? 'text-muted' : 'text-down')}
          >
            {failure ?? 'Reading strategies …'}
          </p>
        )}
        {list && (
          <>
            <Group title="Files" strategies={files}>
              <p className="px-4 py-1 text-faint text-xs">None yet. Begin with “New”.</p>
            </Group>
            <Group title="Built in" strategies={list.filter(({ kind }) => kind === 'built-in')} />
          </>
        )}
      </div>
      <NameDialog
        title="New strategy"
        action="Create"
        name="My strategy"
        open={dialog === 'new'}
        onClose={close}
        onName={(name) => createStrategy({ name, from: { kind: 'template' } })}
      />
      <Removed open={dialog === 'removed'} onClose={close} />
    </nav>
  )
}

function Removed({ open, onClose }: { open: boolean; onClose: () => void }) {
  useEffect(() => {
    if (open) void loadRemoved()
  }, [open])
  return <RemovedDialog open={open} onClose={onClose} />
}

function Group({
  title,
  strategies,
  children,
}: {
  title: string
  strategies: readonly ListedStrategy[]
  children?: ReactNode
}) {
  return (
    <section aria-label={title} className="mb-3">
      <h3 className="panel-title px-4 py-1">{title}</h3>
      {strategies.length === 0 && children}
      <ul>
        {strategies.map((strategy) => (
          <li key={strategy.id}>
            <StrategyRow strategy={strategy} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function StrategyRow({ strategy }: { strategy: ListedStrategy }) {
  const { id, kind, title, fault, pending } = strategy
  const isOpen = useStrategies((state) => state.open === id)
  const unsaved = useStrategies(({ documents }) => {
    const document = documents.get(id)
    return document !== undefined && isUnsaved(document)
  })
  const file = splitPath(id).name
  return (
    <button
      type="button"
      aria-current={isOpen ? 'true' : undefined}
      title={kind === 'file' ? id : undefined}
      onClick={() => void openStrategy({ id })}
      className={classes(
        'flex w-full items-center gap-2 px-4 py-1 text-left',
        isOpen ? 'bg-hover text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm">{title}</span>
        {kind === 'file' && title !== file && (
          <span className="block truncate text-faint text-xs">{file}</span>
        )}
      </span>
      {pending && <span className="text-faint text-xs">…</span>}
      {fault && (
        <span title={fault.message} className="flex">
          <CircleAlert className="size-3.5 shrink-0 text-down" aria-label="has a fault" />
        </span>
      )}
      {unsaved && (
        <span title="Not saved" className="flex">
          <span role="img" aria-label="not saved" className="size-2 shrink-0 rounded-full bg-accent" />
        </span>
      )}
    </button>
  )
}
