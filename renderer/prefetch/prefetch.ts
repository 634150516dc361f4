import { create } from 'zustand'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness, RunRecord } from '#shared/prefetch/run.ts'
import type { UseMark } from '#shared/prefetch/used-symbol.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import {
  type ListedPlan,
  type NextRuns,
  type ReadinessBoard,
  refusedPlanField,
  type UsedSymbols,
} from '#shared/protocol/prefetch-calls.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import type { Refusal } from '../ui/dialog-form.tsx'

/** Rows of the board that are read at once; more come when they are asked for. */
const boardRows = 100
const historyRuns = 60

interface Prefetch {
  /** As the engine listed them last; undefined before, and while no store is open. */
  readonly plans: readonly ListedPlan[] | undefined
  /** When each runs next, by its name. */
  readonly next: ReadonlyMap<string, NextRuns>
  /** The plan that is looked at. */
  readonly chosen: string | undefined
  /** Its runs, the last one first; undefined until they were read. */
  readonly runs: readonly RunRecord[] | undefined
  readonly board: Board | undefined
  /** The run that is looked at where its board is not kept any more. */
  readonly record: number | undefined
  readonly used: UsedSymbols | undefined
}

/** The readiness board of a run, as far as it was read. */
export interface Board {
  readonly run: RunRecord
  readonly sessions: ReadinessBoard['sessions']
  readonly symbols: readonly string[]
  readonly cells: ReadonlyMap<string, Readiness>
  /** So many of the symbols have their cells here. */
  readonly read: number
}

const empty: Prefetch = {
  plans: undefined,
  next: new Map(),
  chosen: undefined,
  runs: undefined,
  board: undefined,
  record: undefined,
  used: undefined,
}

export const usePrefetch = create<Prefetch>(() => empty)

let lastLoad = 0

/** Another store, or another engine, has other plans, runs and boards. */
export async function loadPlansAnew(): Promise<void> {
  const { used } = usePrefetch.getState()
  usePrefetch.setState({ ...empty, used })
  await Promise.all([loadPlans(), used && loadUsed()])
}

/** Reads plans and when they run; there are none without a store. The last one asked for wins. */
export async function loadPlans(): Promise<void> {
  const load = ++lastLoad
  try {
    const [plans, next] = await Promise.all([
      engine().call('prefetch.plans', undefined),
      engine().call('prefetch.next', { most: 3 }),
    ])
    if (load === lastLoad) takePlans(plans, next)
  } catch {
    if (load === lastLoad) usePrefetch.setState(empty)
  }
}

function takePlans(plans: readonly ListedPlan[], next: readonly NextRuns[]): void {
  const { chosen } = usePrefetch.getState()
  const kept = plans.find(({ plan }) => plan.name === chosen) ?? plans[0]
  usePrefetch.setState({ plans, next: new Map(next.map((runs) => [runs.plan, runs])) })
  if (kept?.plan.name !== chosen) void choosePlan(kept?.plan.name)
}

/** Shows the runs of a plan and the board of the last one. */
export async function choosePlan(chosen: string | undefined): Promise<void> {
  usePrefetch.setState({ chosen, runs: undefined, board: undefined, record: undefined })
  await loadRuns()
}

/** Reads the runs of the chosen plan anew, and the board of the last one where another one is shown. */
export async function loadRuns(): Promise<void> {
  const { chosen, board } = usePrefetch.getState()
  if (chosen === undefined) return
  const read = await attempt(async () => engine().call('prefetch.runs', { plan: chosen, most: historyRuns }))
  if (!read || usePrefetch.getState().chosen !== chosen) return
  usePrefetch.setState({ runs: read.runs })
  const last = read.runs[0]
  if (last && board?.run.id !== last.id) await showBoard(last.id)
}

/** Shows the board of a run; what is on record of it where its board is not kept any more. */
export async function showBoard(run: number): Promise<void> {
  try {
    const read = await engine().call('prefetch.board', { run, most: boardRows })
    usePrefetch.setState({ board: boardOf(read), record: undefined })
  } catch (error) {
    if (asFailure(error).code === 'usage') usePrefetch.setState({ board: undefined, record: run })
  }
}

/** Reads the rows that follow those of the board. */
export async function readOn(): Promise<void> {
  const { board } = usePrefetch.getState()
  if (!board || board.read >= board.symbols.length) return
  const { run, read: from } = board
  const read = await attempt(async () =>
    engine().call('prefetch.board', { run: run.id, from, most: boardRows }),
  )
  const now = usePrefetch.getState().board
  if (!read || now?.run.id !== run.id || now.read !== from) return
  const cells = withCells(now.cells, read.cells)
  usePrefetch.setState({ board: { ...now, cells, read: Math.min(now.symbols.length, from + boardRows) } })
}

/** Takes what a run tells: how far it is, and the cells that changed. */
export function takeProgress({
  run,
  cells,
}: {
  readonly run: RunRecord
  readonly cells: readonly Readiness[]
}): void {
  const { plans, chosen, board, runs } = usePrefetch.getState()
  usePrefetch.setState({
    plans: plans?.map((listed) => (listed.plan.name === run.plan ? { ...listed, last: run } : listed)),
    ...(run.plan === chosen && { runs: [run, ...(runs ?? []).filter(({ id }) => id !== run.id)] }),
    ...(board?.run.id === run.id && { board: { ...board, run, cells: withCells(board.cells, cells) } }),
  })
  const isOther = board?.run.id !== run.id
  // A run names its symbols and sessions a while after it began.
  const hasGrown = !isOther && board.symbols.length < run.symbols
  if (run.plan === chosen && (hasGrown || (isOther && run.outcome === 'running'))) void showBoard(run.id)
}

/** What the engine says is another now. */
export function takePrefetchChange({ part }: { readonly part: 'plans' | 'runs' | 'used' }): void {
  if (part === 'used') {
    if (usePrefetch.getState().used) void loadUsed()
    return
  }
  void loadPlans()
  if (part === 'runs') void loadRuns()
}

/** Stores a plan, in place of the one with the name `was`. Returns why not, where it was refused. */
export async function savePlan(
  plan: Plan,
  was: string | undefined,
): Promise<Refusal<'name' | 'exchange' | 'symbols' | 'when'> | undefined> {
  try {
    await engine().call('prefetch.savePlan', { plan, ...(was !== undefined && { was }) })
    usePrefetch.setState({ chosen: plan.name })
    await Promise.all([loadPlans(), loadRuns()])
    return undefined
  } catch (error) {
    const { message, detail } = asFailure(error)
    return { field: refusedPlanField.safeParse(detail).data?.field, message }
  }
}

export async function removePlan(name: string): Promise<void> {
  await attempt(async () => engine().call('prefetch.removePlan', { name }))
  await loadPlans()
}

/** Runs a plan now, and shows how far it is. */
export async function runPlan(name: string): Promise<void> {
  if (usePrefetch.getState().chosen !== name) await choosePlan(name)
  const run = await attempt(async () => engine().call('prefetch.run', { plan: name }))
  if (run) takeProgress({ run, cells: [] })
}

export async function cancelRun(run: number): Promise<void> {
  await attempt(async () => engine().call('prefetch.cancel', { run }))
}

export async function loadUsed(): Promise<void> {
  const used = await attempt(async () => engine().call('prefetch.used', undefined))
  if (used) usePrefetch.setState({ used })
}

export async function markUsed(symbol: string, mark: UseMark | 'none'): Promise<void> {
  const used = await attempt(async () => engine().call('prefetch.markUsed', { symbol, mark }))
  if (used) usePrefetch.setState({ used })
}

/** Forgets the use of a symbol, or of all. */
export async function forgetUsed(symbol?: string): Promise<void> {
  const used = await attempt(async () => engine().call('prefetch.forgetUsed', symbol ? { symbol } : {}))
  if (used) usePrefetch.setState({ used })
}

export function cellKey({ symbol, session }: Pick<Readiness, 'symbol' | 'session'>): string {
  return `${symbol} ${session}`
}

function boardOf({ run, sessions, symbols, cells }: ReadinessBoard): Board {
  const read = Math.min(symbols.length, boardRows)
  return { run, sessions, symbols, cells: withCells(new Map(), cells), read }
}

function withCells(
  known: ReadonlyMap<string, Readiness>,
  cells: readonly Readiness[],
): ReadonlyMap<string, Readiness> {
  if (cells.length === 0) return known
  return new Map([...known, ...cells.map((cell) => [cellKey(cell), cell] as const)])
}
