import { CodeXml } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { useConnection } from '../stores/connection.ts'
import { openDocument, useStrategies } from '../stores/strategies.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { CodePane } from './editor/code-pane.tsx'
import { EditorBar } from './editor-bar.tsx'
import { Findings } from './findings.tsx'
import { GuidePanel, showGuide } from './guide-panel.tsx'
import { readOpenAgain } from './open-strategy.ts'
import { OutsideNote } from './outside-note.tsx'
import { type RunStrategy, readRunsOnSave } from './run-strategy.ts'
import { StrategyListPanel } from './strategy-list-panel.tsx'
import { VersionPanel } from './version-panel.tsx'

// What compares texts is read when texts are compared.
const DifferencePane = lazy(() => import('./editor/difference-pane.tsx'))

/** Strategies as files: their list, the text of one, what is wrong with it, and the texts it had. */
export default function StrategiesPane({ onRun }: { onRun?: RunStrategy | undefined }) {
  const connected = useConnection((state) => state.connection.phase === 'connected')
  useEffect(() => {
    readRunsOnSave()
  }, [])
  useEffect(() => {
    if (connected) void readOpenAgain()
  }, [connected])
  return (
    <section aria-label="Strategies" className="flex min-h-0 min-w-0 flex-1">
      <StrategyListPanel />
      <Text onRun={onRun} />
      <VersionPanel />
      <GuidePanel />
    </section>
  )
}

function Text({ onRun }: { onRun: RunStrategy | undefined }) {
  const open = useStrategies((state) => state.open)
  const failure = useStrategies((state) => state.openFailure)
  const document = useStrategies(openDocument)
  const compared = useStrategies(({ panel }) => (panel.kind === 'versions' ? panel.compared : undefined))
  if (open === undefined || failure !== undefined || !document)
    return (
      <div className="min-w-0 flex-1">
        {failure !== undefined ? (
          <EmptyState icon={CodeXml} title="This strategy cannot be read">
            <span role="alert">{failure}</span>
          </EmptyState>
        ) : (
          open === undefined && (
            <EmptyState
              icon={CodeXml}
              title="Strategies are files"
              actions={<Button onClick={showGuide}>Read the guide</Button>}
            >
              Choose one to read it, or begin one of your own with “New”. The guide leads from an empty file
              to a first result in ten minutes.
            </EmptyState>
          )
        )}
      </div>
    )
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <EditorBar document={document} onRun={onRun} />
      <OutsideNote document={document} />
      <Suspense fallback={<p className="p-6 text-muted text-sm">Reading the editor …</p>}>
        {compared ? (
          <DifferencePane earlier={compared.text} now={document.text} />
        ) : (
          <CodePane document={document} onRun={onRun} />
        )}
      </Suspense>
      {!compared && <Findings document={document} />}
    </div>
  )
}
