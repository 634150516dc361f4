import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { mostCompared, useBacktest } from '../stores/backtest.ts'
import { attempt } from '../stores/toasts.ts'

let lastShown = 0

/** Shows what a kept run gave; `changed` is what is not as it was before, of one that was run again. */
export async function showRun(run: KeptRun, changed?: readonly string[]): Promise<void> {
  const question = ++lastShown
  useBacktest.setState({ shown: { state: 'reading', run }, tab: 'results' })
  try {
    const results = await engine().call('backtest.results', { run: run.id })
    if (question === lastShown) useBacktest.setState({ shown: { state: 'results', results, changed } })
  } catch (error) {
    const { message } = asFailure(error)
    if (question === lastShown) useBacktest.setState({ shown: { state: 'unreadable', run, message } })
  }
}

/** Shows nothing any more, e.g. no failure that was read. */
export function showNothing(): void {
  lastShown += 1
  useBacktest.setState({ shown: { state: 'none' } })
}

/** The run that is shown, read or being read. */
export function shownRunOf(shown: ReturnType<typeof useBacktest.getState>['shown']): KeptRun | undefined {
  if (shown.state === 'results') return shown.results.run
  return shown.state === 'reading' || shown.state === 'unreadable' ? shown.run : undefined
}

/** Takes a run that is new, or another than it was, into all that knows it. */
export function takeRun(run: KeptRun): void {
  useBacktest.setState(({ runs, shown, curves }) => {
    const isKnown = runs?.some(({ id }) => id === run.id) ?? false
    const results = curves.get(run.id)
    return {
      runs: isKnown ? runs?.map((other) => (other.id === run.id ? run : other)) : [run, ...(runs ?? [])],
      ...(shown.state === 'results' &&
        shown.results.run.id === run.id && {
          shown: { ...shown, results: { ...shown.results, run } },
        }),
      ...(results && { curves: new Map([...curves, [run.id, { ...results, run }]]) }),
    }
  })
}

export async function renameRun(run: number, name: string): Promise<boolean> {
  const renamed = await attempt(async () => engine().call('backtest.rename', { run, name }))
  if (renamed) takeRun(renamed)
  return renamed !== undefined
}

export async function removeRun(run: number): Promise<void> {
  const removed = await attempt(async () => engine().call('backtest.remove', { run }))
  if (removed === undefined) return
  const { runs, shown, compared, curves } = useBacktest.getState()
  useBacktest.setState({
    runs: runs?.filter(({ id }) => id !== run),
    compared: compared.filter((id) => id !== run),
    curves: new Map([...curves].filter(([id]) => id !== run)),
  })
  if (shownRunOf(shown)?.id === run) showNothing()
}

/** Puts a run among those that are compared, or takes it away. */
export function toggleCompared(run: number): void {
  const { compared, tab } = useBacktest.getState()
  const next = compared.includes(run) ? compared.filter((id) => id !== run) : [...compared, run]
  if (next.length > mostCompared) return
  useBacktest.setState({ compared: next, ...(tab === 'compare' && next.length < 2 && { tab: 'results' }) })
  if (tab === 'compare') void loadCurves()
}

/** Shows the runs that were ticked side by side. */
export async function showComparison(): Promise<void> {
  if (useBacktest.getState().compared.length < 2) return
  useBacktest.setState({ tab: 'compare' })
  await loadCurves()
}

async function loadCurves(): Promise<void> {
  const { compared, curves } = useBacktest.getState()
  await Promise.all(compared.filter((id) => !curves.has(id)).map(loadCurve))
}

async function loadCurve(run: number): Promise<void> {
  const results = await attempt(async () => engine().call('backtest.results', { run }))
  if (!results) return
  useBacktest.setState(({ curves, compared }) => ({
    // Those that are not compared any more are not kept.
    curves: new Map([...[...curves].filter(([id]) => compared.includes(id)), [run, results]]),
  }))
}
