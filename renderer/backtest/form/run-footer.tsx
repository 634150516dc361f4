import { Play, X } from 'lucide-react'
import { brokerFacts } from '#shared/backtest/broker-facts.ts'
import { shortcutOf } from '../../app/commands/commands.ts'
import { countText } from '../../calendar/summary.ts'
import { formatCount } from '../../charts/prices.ts'
import { type Job, useBacktest } from '../../stores/backtest.ts'
import { useConnection } from '../../stores/connection.ts'
import { useStrategies } from '../../stores/strategies.ts'
import { useSymbols } from '../../stores/symbols.ts'
import { useWatchlists } from '../../stores/watchlists.ts'
import { saveAndRun } from '../../strategies/run-strategy.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Keys } from '../../ui/keys.tsx'
import { Progress } from '../../ui/progress.tsx'
import { cancelRun } from '../backtests.ts'
import { phaseOf, progressWords, shareOf } from '../jobs.ts'
import { viewWords } from '../runs/run-words.ts'
import { symbolsInRun } from './check-form.ts'
import { toldOf, useFormSessions } from './form-sessions.ts'
import { type Checked, runForm, runStrategy } from './form-state.ts'
import type { FormText } from './form-text.ts'
import { chosenStrategy } from './strategy-key.ts'

/** What a run would be on, or how far the one is that goes on; and the button. */
export function RunFooter({ form, checked }: { form: FormText; checked: Checked }) {
  const jobs = useBacktest((state) => state.jobs)
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const [job] = jobs
  const text = useTextBeside(form)
  const isSweep = useBacktest((state) => state.tab === 'sweep')
  return (
    <footer className="shrink-0 border-line border-t bg-panel px-4 py-3">
      <div className="mb-2.5 flex h-12 items-center gap-2">
        {job ? <JobLine job={job} waiting={jobs.length - 1} /> : <Extent form={form} checked={checked} />}
      </div>
      <Button
        look={text === undefined && !isSweep ? 'accent' : 'outline'}
        className="w-full"
        disabled={!checked.request || !connected}
        onClick={() => void (text?.isOwn ? saveAndRun(runStrategy) : runForm())}
      >
        <Play className="size-3.5 shrink-0" aria-hidden="true" />
        {text === undefined ? (
          <>
            {isSweep ? 'Run a backtest' : 'Run'}
            <span className="ml-1">
              <Keys keys={shortcutOf('run-backtest') ?? ''} />
            </span>
          </>
        ) : (
          <span className="min-w-0 truncate">Run {text.title}</span>
        )}
      </Button>
    </footer>
  )
}

/**
 * Where the text of a strategy is shown, which has a button of its own: what the form's strategy is called, and whether
 * the text is its own, which is saved before it runs. Else undefined.
 */
function useTextBeside(form: FormText): { readonly title: string; readonly isOwn: boolean } | undefined {
  const isText = useBacktest((state) => state.tab === 'strategy')
  const shown = useStrategies(({ open, documents }) =>
    open !== undefined && documents.has(open) ? open : undefined,
  )
  const chosen = useBacktest(({ strategies }) => chosenStrategy(form.strategy, strategies))
  if (!isText || shown === undefined) return undefined
  return { title: chosen?.title ?? '', isOwn: chosen?.id === shown }
}

/** "24 symbols · 25 sessions, 25 with bars". */
function Extent({ form, checked }: { form: FormText; checked: Checked }) {
  const symbols = useSymbols((state) => state.symbols)
  const lists = useWatchlists((state) => state.lists)
  const told = useFormSessions((state) => toldOf(state, form))
  const wrong = Object.keys(checked.problems).length
  if (wrong > 0)
    return (
      <button
        type="button"
        onClick={focusWrong}
        className="rounded-sm text-left text-down text-xs hover:underline"
      >
        {countText(wrong, 'field wants', 'fields want')} another value.
      </button>
    )
  const { taken, withoutBars } = symbolsInRun(form, { symbols, lists })
  const withBars = told?.sessions.filter((listed) => listed.symbols > 0).length ?? 0
  return (
    <p className="min-w-0 text-muted text-xs">
      {countText(taken.length, 'symbol', 'symbols')}
      {withoutBars.length > 0 && `, ${formatCount(withoutBars.length)} without bars left out`}
      {told && ` · ${countText(told.sessions.length, 'session', 'sessions')}`}
      {told && withBars < told.sessions.length && `, ${formatCount(withBars)} with bars`}
      <span className="block text-faint">
        {form.interval} bars {viewWords(form.view)}, {costWords(checked)}
      </span>
    </p>
  )
}

/** Goes to the first field that is wrong. */
function focusWrong(): void {
  document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus()
}

/** "commission none". */
function costWords({ request }: Checked): string {
  const commission = request && brokerFacts(request.broker).find(({ name }) => name === 'Commission')
  return commission ? `commission ${commission.text}` : ''
}

function JobLine({ job, waiting }: { job: Job; waiting: number }) {
  const share = shareOf(job)
  const phase = phaseOf(job)
  return (
    <>
      <div className="min-w-0 flex-1" data-testid="backtest-progress">
        <p className="mb-1 flex items-baseline justify-between gap-3 text-xs">
          <span className="min-w-0 truncate">
            <span role="status">{phase}</span>{' '}
            <span className="text-faint">
              {job.title}
              {waiting > 0 && `, ${countText(waiting, 'more waits', 'more wait')}`}
            </span>
          </span>
          <span className="shrink-0 text-muted">{share !== undefined && `${Math.floor(100 * share)} %`}</span>
        </p>
        <Progress label={`${job.title}: ${phase}`} value={share} />
        <p className="mt-1 h-4 truncate text-faint text-xs">{progressWords(job)}</p>
      </div>
      <IconButton
        label={`Cancel ${job.title}`}
        side="left"
        className="size-7"
        disabled={job.cancelling}
        onClick={() => void cancelRun(job.run)}
      >
        <X className="size-4" />
      </IconButton>
    </>
  )
}
