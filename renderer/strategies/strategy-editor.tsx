import { lazy, Suspense } from 'react'
import type { RunStrategy } from './run-strategy.ts'

// The editor is a large part of the window, and the compiler is larger than all of it: read when they are first shown.
const StrategiesPane = lazy(() => import('./strategies-pane.tsx'))

/** Strategies as files: their list, the text of one, what is wrong with it, and the texts it had. */
export function StrategyEditor({ onRun }: { onRun?: RunStrategy | undefined }) {
  return (
    <Suspense fallback={<p className="p-6 text-muted text-sm">Reading the editor …</p>}>
      <StrategiesPane onRun={onRun} />
    </Suspense>
  )
}
