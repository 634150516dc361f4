import { Copy, Ellipsis, History, Play, Save } from 'lucide-react'
import { Switch } from 'radix-ui'
import { useId, useState } from 'react'
import { splitPath } from '../data/path.ts'
import { useBacktest } from '../stores/backtest.ts'
import { useConnection } from '../stores/connection.ts'
import { useStrategies } from '../stores/strategies.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { RemoveDialog } from '../ui/remove-dialog.tsx'
import { Tip } from '../ui/tip.tsx'
import { isUnsaved, type StrategyDocument } from './documents.ts'
import { NameDialog } from './name-dialog.tsx'
import { type RunStrategy, saveAndMaybeRun, saveAndRun, setRunsOnSave } from './run-strategy.ts'
import { createStrategy, removeStrategy, renameStrategy } from './strategy-files.ts'
import { hideVersions, showVersions } from './versions.ts'

/** What the text is of, whether it is saved, and what can be done with it. */
export function EditorBar({
  document,
  onRun,
}: {
  document: StrategyDocument
  onRun: RunStrategy | undefined
}) {
  const { id, isBuiltIn } = document
  const listed = useBacktest((state) => state.strategies?.find((strategy) => strategy.id === id))
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const showsVersions = useStrategies((state) => state.panel.kind === 'versions')
  const [dialog, setDialog] = useState<'copy' | 'rename' | 'remove'>()
  const title = listed?.title ?? splitPath(id).name
  const close = (): void => setDialog(undefined)
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-panel pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold text-ink text-sm">{title}</h2>
        <p className="truncate text-faint text-xs" title={isBuiltIn ? undefined : id}>
          <SavedWords document={document} /> {!isBuiltIn && `· ${splitPath(id).name}`}
        </p>
      </div>
      {isBuiltIn ? (
        <Button disabled={!connected} onClick={() => setDialog('copy')}>
          <Copy className="size-3.5" aria-hidden="true" /> Make a copy
        </Button>
      ) : (
        <>
          {onRun && <RunOnSave />}
          <Tip text="Save" shortcut="Ctrl+S">
            <Button disabled={!connected || !isUnsaved(document)} onClick={() => void saveAndMaybeRun(onRun)}>
              <Save className="size-3.5" aria-hidden="true" /> Save
            </Button>
          </Tip>
        </>
      )}
      {onRun && (
        <Tip text={isBuiltIn ? 'Run' : 'Save and run'} shortcut="Ctrl+Enter">
          <Button look="accent" disabled={!connected} onClick={() => void saveAndRun(onRun)}>
            <Play className="size-3.5" aria-hidden="true" /> Run
          </Button>
        </Tip>
      )}
      {!isBuiltIn && (
        <>
          <IconButton
            label="Versions"
            aria-pressed={showsVersions}
            disabled={!connected}
            className={showsVersions ? 'bg-hover text-ink' : ''}
            onClick={() => (showsVersions ? hideVersions() : void showVersions())}
          >
            <History className="size-4" />
          </IconButton>
          <Menu
            label="Strategy"
            align="end"
            trigger={
              <IconButton label="More" disabled={!connected}>
                <Ellipsis className="size-4" />
              </IconButton>
            }
          >
            <MenuItem onSelect={() => setDialog('copy')}>Make a copy …</MenuItem>
            <MenuItem disabled={listed?.elsewhere === true} onSelect={() => setDialog('rename')}>
              Rename the file …
            </MenuItem>
            <MenuItem danger onSelect={() => setDialog('remove')}>
              {listed?.elsewhere ? 'Take off the list …' : 'Remove …'}
            </MenuItem>
          </Menu>
        </>
      )}
      <NameDialog
        title={`A copy of ${title}`}
        action="Make a copy"
        name={`${title} copy`}
        open={dialog === 'copy'}
        onClose={close}
        onName={(name) => createStrategy({ name, from: { kind: 'copy', id } })}
      />
      <NameDialog
        title={`Rename ${splitPath(id).name}`}
        action="Rename"
        name={splitPath(id).name.replace(/\.\w+$/, '')}
        open={dialog === 'rename'}
        onClose={close}
        onName={(name) => renameStrategy(id, name)}
      />
      <RemoveDialog
        name={title}
        consequence={
          listed?.elsewhere
            ? 'The file stays where it lies; it is only not listed any more.'
            : 'The file goes into the bin with all its versions, from where it can be brought back.'
        }
        open={dialog === 'remove'}
        onRemove={() => void removeStrategy(id)}
        onClose={close}
      />
    </header>
  )
}

function SavedWords({ document }: { document: StrategyDocument }) {
  if (document.isBuiltIn) return 'Comes with the program, to be read and copied'
  return isUnsaved(document) ? <span className="text-accent">Not saved</span> : 'Saved'
}

function RunOnSave() {
  const runsOnSave = useStrategies((state) => state.runsOnSave)
  const id = useId()
  return (
    <span className="mr-1 flex shrink-0 items-center gap-2 text-muted text-xs">
      <label htmlFor={id}>Run on save</label>
      <Switch.Root
        id={id}
        checked={runsOnSave}
        onCheckedChange={setRunsOnSave}
        className="relative h-5 w-9 rounded-full border border-edge bg-canvas transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-muted transition-transform data-[state=checked]:translate-x-[1.125rem] data-[state=checked]:bg-accent-ink" />
      </Switch.Root>
    </span>
  )
}
