import { useMemo } from 'react'
import type { BacktestRequest, KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { useBacktest, type WantedBacktest } from '../../stores/backtest.ts'
import { useOpenStore } from '../../stores/open-store.ts'
import { readRemembered, rememberBacktest } from '../../stores/remembered.ts'
import { useReplay } from '../../stores/replay.ts'
import { useSymbols } from '../../stores/symbols.ts'
import { tell } from '../../stores/toasts.ts'
import { showView } from '../../stores/view.ts'
import { activeList, useWatchlists } from '../../stores/watchlists.ts'
import { loadStrategies, startRun } from '../backtests.ts'
import { checkForm, type Known, type Problems, symbolsOf } from './check-form.ts'
import { formOfRequest } from './form-of-request.ts'
import { sessionsProblem, toldOf, useFormSessions } from './form-sessions.ts'
import { type FormText, firstForm } from './form-text.ts'
import { chosenStrategy, strategyKey } from './strategy-key.ts'

/** A form with what is wrong with it. */
export interface Checked {
  readonly request: BacktestRequest | undefined
  readonly problems: Problems
}

/** Begins with what was typed for this store before, else with what the replay shows; once its symbols are known. */
export function beginForm(): void {
  const path = useOpenStore.getState().store?.path
  const { symbols } = useSymbols.getState()
  if (path === undefined || symbols.length === 0 || useBacktest.getState().form) return
  useBacktest.setState({ form: readRemembered().backtests[path] ?? freshForm() })
}

function freshForm(): FormText {
  const { symbols } = useSymbols.getState()
  const exchange = useReplay.getState().exchange ?? symbols[0]?.exchange ?? 'XNYS'
  const list = activeList()
  const of = list?.id ?? 'all'
  const named = symbolsOf(
    { symbolsOf: of, exchange, symbols: '' },
    { symbols, lists: useWatchlists.getState().lists },
  )
  const found = new Set(named.found)
  const own = symbols.filter(({ symbol }) => found.has(symbol))
  return own.length > 0
    ? firstForm(exchange, of, own)
    : firstForm(
        exchange,
        'all',
        symbols.filter((listed) => listed.exchange === exchange),
      )
}

/** Changes what is typed, and remembers it for this store. */
export function putForm(changes: Partial<FormText>): void {
  const { form } = useBacktest.getState()
  if (form) takeForm({ ...form, ...changes })
}

function takeForm(form: FormText): void {
  useBacktest.setState({ form })
  const path = useOpenStore.getState().store?.path
  if (path !== undefined) rememberBacktest(path, form)
}

/** Gives everything its default back but the strategy. */
export function resetForm(): void {
  const { form } = useBacktest.getState()
  takeForm({ ...freshForm(), strategy: form?.strategy ?? '' })
}

/** The settings of a kept run, to be changed and run. */
export function takeSettingsOf(run: KeptRun): void {
  const { form } = useBacktest.getState()
  takeForm(formOfRequest(form ?? freshForm(), run.request, run.exchange))
  useBacktest.setState({ side: 'form' })
}

/** Shows the backtest view with sessions of another one filled in. */
export function openBacktest(wanted: WantedBacktest): void {
  beginForm()
  putForm(wanted)
  useBacktest.setState({ side: 'form' })
  showView('backtest')
}

/** A list is answered within seconds, with strategies that are read still. */
const mostReads = 10

/** Runs a strategy on what is typed, once it was read again: it may have been saved a moment ago. */
export async function runStrategy(strategy: Pick<ListedStrategy, 'kind' | 'id'>): Promise<void> {
  for (let tries = 0; tries < mostReads; tries++) {
    const isLast = await loadStrategies()
    const read = useBacktest.getState().strategies?.find(({ id }) => id === strategy.id)
    if (isLast && read && !read.pending) break
  }
  putForm({ strategy: strategyKey(strategy) })
  await runForm()
}

/** Runs what is typed; tells what is wrong where it cannot be. */
export async function runForm(): Promise<void> {
  const { form, strategies } = useBacktest.getState()
  if (!form) return
  const { request, problems } = checkedForm(form, knownNow())
  if (!request) {
    useBacktest.setState({ side: 'form' })
    tell(
      'warning',
      `The backtest cannot run yet: ${Object.values(problems)[0] ?? 'strategies are being read.'}`,
    )
    return
  }
  const title = chosenStrategy(form.strategy, strategies)?.title ?? 'Backtest'
  await startRun({ request }, title)
}

function knownNow(): Known {
  return {
    strategies: useBacktest.getState().strategies,
    symbols: useSymbols.getState().symbols,
    lists: useWatchlists.getState().lists,
    range: rangeOf(useBacktest.getState().form),
  }
}

function rangeOf(form: FormText | undefined): Known['range'] {
  const { range } = useFormSessions.getState()
  return range && range.exchange === form?.exchange ? range : undefined
}

function checkedForm(form: FormText, known: Known): Checked {
  const checked = checkForm(form, known)
  const problem = sessionsProblem(toldOf(useFormSessions.getState(), form), form.interval)
  if (problem === undefined || checked.problems.from !== undefined || checked.problems.to !== undefined)
    return checked
  return { request: undefined, problems: { ...checked.problems, to: problem } }
}

/** A form checked against all that is known now. */
export function useChecked(form: FormText): Checked {
  const strategies = useBacktest((state) => state.strategies)
  const symbols = useSymbols((state) => state.symbols)
  const lists = useWatchlists((state) => state.lists)
  const sessions = useFormSessions()
  return useMemo(
    () => checkedForm(form, { strategies, symbols, lists, range: sessions.range }),
    [form, strategies, symbols, lists, sessions],
  )
}
