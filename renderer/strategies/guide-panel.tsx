import { X } from 'lucide-react'
import page from '../../docs/strategy.md?raw'
import { useStrategies } from '../stores/strategies.ts'
import { IconButton } from '../ui/button.tsx'
import { type Block, blocksOf, type Run } from './guide-text.ts'

export function showGuide(): void {
  useStrategies.setState({ panel: { kind: 'guide' } })
}

/** The page that leads from an empty file to a first result, beside the text that is written. */
export function GuidePanel() {
  const isShown = useStrategies(({ panel }) => panel.kind === 'guide')
  if (!isShown) return null
  return (
    <aside aria-label="Guide" className="flex w-[26rem] shrink-0 flex-col border-line border-l bg-panel">
      <header className="flex h-12 shrink-0 items-center justify-between border-line border-b pr-2 pl-4">
        <h3 className="panel-title">Guide</h3>
        <IconButton
          label="Hide the guide"
          onClick={() => useStrategies.setState({ panel: { kind: 'none' } })}
        >
          <X className="size-4" />
        </IconButton>
      </header>
      <div className="text-selectable min-h-0 flex-1 overflow-y-auto px-4 py-3">
        {blocks.map((block) => (
          <Part key={keyOf(block)} block={block} />
        ))}
      </div>
    </aside>
  )
}

const blocks = blocksOf(page)

function keyOf(block: Block): string {
  return 'runs' in block ? block.runs.map(({ text }) => text).join('') : `${block.kind} ${block.text}`
}

function Part({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <h4 className="mt-4 mb-1.5 font-semibold text-ink text-sm first:mt-0">{block.text}</h4>
    case 'code':
      return (
        <pre className="my-2 overflow-x-auto rounded-md border border-line bg-canvas p-3 font-code text-ink text-xs leading-relaxed">
          {block.text}
        </pre>
      )
    case 'paragraph':
      return (
        <p className="my-2 text-muted text-sm leading-relaxed">
          <Runs runs={block.runs} />
        </p>
      )
    case 'item':
      return (
        <p className="my-1 flex gap-2 text-muted text-sm leading-relaxed">
          <span aria-hidden="true">·</span>
          <span>
            <Runs runs={block.runs} />
          </span>
        </p>
      )
  }
}

function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map((run) => <Piece key={run.at} run={run} />)
}

function Piece({ run: { kind, text } }: { run: Run }) {
  if (kind === 'code') return <code className="font-code text-ink text-xs">{text}</code>
  return kind === 'label' ? <b className="font-medium text-ink">{text}</b> : text
}
