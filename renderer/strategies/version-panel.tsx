import { X } from 'lucide-react'
import type { StrategyVersion } from '#shared/protocol/strategy-calls.ts'
import { openDocument, useStrategies } from '../stores/strategies.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { typeText } from './edit-strategy.ts'
import { timeText } from './time-text.ts'
import { compareWith, hideVersions } from './versions.ts'

/** The texts that a strategy had, the last one first; a chosen one is compared with the text of now. */
export function VersionPanel() {
  const panel = useStrategies((state) => state.panel)
  if (panel.kind !== 'versions') return null
  const { versions, compared } = panel
  return (
    <aside aria-label="Versions" className="flex w-60 shrink-0 flex-col border-line border-l bg-panel">
      <header className="flex h-12 shrink-0 items-center justify-between border-line border-b pr-2 pl-4">
        <h3 className="panel-title">Versions</h3>
        <IconButton label="Hide versions" onClick={hideVersions}>
          <X className="size-4" />
        </IconButton>
      </header>
      {!versions && <p className="px-4 py-3 text-muted text-sm">Reading versions …</p>}
      {versions?.length === 0 && (
        <p className="px-4 py-3 text-muted text-sm">None yet: every save keeps one.</p>
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto py-1">
        {versions?.map((version) => (
          <li key={version.version}>
            <VersionRow version={version} isCompared={compared?.version === version.version} />
          </li>
        ))}
      </ul>
      {compared && <Compared text={compared.text} />}
    </aside>
  )
}

function VersionRow({
  version: { version, at, bytes },
  isCompared,
}: {
  version: StrategyVersion
  isCompared: boolean
}) {
  return (
    <button
      type="button"
      aria-pressed={isCompared}
      onClick={() => void compareWith(isCompared ? undefined : version)}
      className={classes(
        'flex w-full items-baseline justify-between gap-2 px-4 py-1.5 text-left text-sm',
        isCompared ? 'bg-hover text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <time>{timeText(at)}</time>
      <span className="text-faint text-xs">{bytes.toLocaleString('en-US')} B</span>
    </button>
  )
}

function Compared({ text }: { text: string }) {
  const document = useStrategies(openDocument)
  if (!document) return null
  const isSame = document.text === text
  return (
    <footer className="flex shrink-0 flex-col gap-2 border-line border-t p-3">
      <p className="text-muted text-xs">
        {isSame
          ? 'The text is the same as this version.'
          : 'Green is what was written since this version, red what it had.'}
      </p>
      <div className="flex gap-2">
        <Button className="flex-1" onClick={() => void compareWith(undefined)}>
          Back
        </Button>
        <Button
          look="accent"
          className="flex-1"
          disabled={isSame}
          onClick={() => {
            typeText(document.id, text)
            void compareWith(undefined)
          }}
        >
          Restore
        </Button>
      </div>
    </footer>
  )
}
