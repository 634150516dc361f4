import { EyeOff, Square, TriangleAlert } from 'lucide-react'
import { measureText, percentText } from '#shared/backtest/figure-text.ts'
import type { KeptRun, RunTrust } from '#shared/protocol/backtest-calls.ts'
import { formatCount } from '../../charts/prices.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { formatDate, formatMinute } from '../../time/zone.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { cancelRun } from '../backtests.ts'
import { progressWords, shareOf } from '../jobs.ts'
import { jumpTo } from '../jump.ts'
import { toneOf } from '../runs/run-row.tsx'
import { returnOf, viewWords } from '../runs/run-words.ts'
import { askTrust } from '../trust-run.ts'
import { measureOf } from './measure-of.ts'

/** How far a result moves when its data are taken otherwise, and whether its strategy looks ahead. */
export function TrustPanel({ run }: { run: KeptRun }) {
  const trust = useBacktest((state) => state.trust.get(run.id))
  const job = useBacktest((state) => state.jobs.find((other) => other.run === run.id))
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-2 pb-4">
      {trust?.state === 'told' ? (
        <Told run={run} trust={trust.trust} />
      ) : (
        <div className="max-w-xl">
          <h3 className="font-semibold text-sm">How far can this result be believed?</h3>
          <p className="mt-1 text-muted text-sm">
            The run is repeated with its gaps left, filled forward and dropped, as traded and as repaired: a
            result that moves with that rests on its gaps. Then its bars are cut off at several points: a
            strategy that decides otherwise looks ahead.
          </p>
          {trust?.state === 'failed' && (
            <p role="alert" className="mt-2 text-down text-sm [overflow-wrap:anywhere]">
              {trust.message}
            </p>
          )}
          <div className="mt-3 flex h-9 items-center gap-3">
            {trust?.state === 'asked' ? (
              <>
                <span className="w-56">
                  <Progress label="Data trust" value={job && shareOf(job)} />
                </span>
                <span role="status" className="min-w-28 text-muted text-xs">
                  {(job && progressWords(job)) || 'Comparing …'}
                </span>
                <Button disabled={job?.cancelling ?? false} onClick={() => void cancelRun(run.id)}>
                  <Square className="size-3.5" aria-hidden="true" /> Cancel
                </Button>
              </>
            ) : (
              <Button look="accent" onClick={() => void askTrust(run)}>
                Test its data
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}

function Told({ run, trust: { variants, lookAhead } }: { run: KeptRun; trust: RunTrust }) {
  const own = `${viewWords(run.request.view)}, gaps left`
  const ownReturn = returnOf(run)
  const drawdown = measureOf(run, 'maxDrawdownPct')
  const ownDrawdown = typeof drawdown === 'number' ? drawdown : undefined
  const reach = (values: readonly (number | undefined)[]): number =>
    Math.max(1e-9, ...values.map((value) => Math.abs(value ?? 0)))
  const returns = reach(variants.map(({ returnPct }) => returnPct))
  const drawdowns = reach(variants.map(({ maxDrawdownPct }) => maxDrawdownPct))
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {lookAhead ? (
        <p role="status" className="flex items-start gap-2 text-sm">
          <TriangleAlert className="mt-0.5 size-4 shrink-0 text-missing" aria-hidden="true" />
          <span>
            <strong className="font-semibold text-missing">It looks ahead.</strong> {lookAhead.text}{' '}
            <Button
              look="plain"
              className="h-6 px-1.5 text-xs underline underline-offset-2"
              onClick={() => void jumpTo(run, lookAhead.symbol ?? run.request.symbols[0] ?? '', lookAhead.at)}
            >
              {formatDate(run.zone, lookAhead.at)} {formatMinute(run.zone, lookAhead.at)} in the replay
            </Button>
          </span>
        </p>
      ) : (
        <p role="status" className="flex items-center gap-2 text-sm">
          <EyeOff className="size-4 shrink-0 text-up" aria-hidden="true" />
          It looks at nothing ahead: with later bars cut off it decides the same.
        </p>
      )}
      <table className="w-full table-fixed text-xs tabular-nums">
        <colgroup>
          <col className="w-[36%]" />
          <col className="w-[13%]" />
          <col />
          <col />
        </colgroup>
        <thead>
          <tr className="text-left text-faint">
            <th scope="col" className="h-7 font-normal">
              Data
            </th>
            <th scope="col" className="pr-6 text-right font-normal">
              Closed trades
            </th>
            <th scope="col" className="font-normal">
              Return, and how far from this run
            </th>
            <th scope="col" className="font-normal">
              Max drawdown, the same
            </th>
          </tr>
        </thead>
        <tbody>
          {variants.map(({ name, trades, returnPct, maxDrawdownPct }) => (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="h-8 pr-3 text-left font-normal first-letter:uppercase">
                {name}
                {name === own && <span className="text-faint"> · this run</span>}
              </th>
              <td className="pr-6 text-right">{formatCount(trades)}</td>
              {returnPct === undefined && maxDrawdownPct === undefined && trades === 0 ? (
                <td colSpan={2} className="text-faint">
                  No session is left: each lacks a minute of some symbol.
                </td>
              ) : (
                <>
                  <td>
                    <Bar
                      moved={movedBy(returnPct, ownReturn)}
                      value={returnPct}
                      reach={returns}
                      text={returnPct === undefined ? 'none' : percentText(returnPct, 'signed')}
                      tone={toneOf(returnPct)}
                    />
                  </td>
                  <td>
                    <Bar
                      moved={movedBy(maxDrawdownPct, ownDrawdown)}
                      value={maxDrawdownPct === undefined ? undefined : -maxDrawdownPct}
                      reach={drawdowns}
                      text={maxDrawdownPct === undefined ? 'none' : percentText(maxDrawdownPct)}
                      tone="text-ink"
                    />
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A number and how long it is beside the others. */
function Bar({
  value,
  reach,
  text,
  tone,
  moved = '',
}: {
  value: number | undefined
  reach: number
  text: string
  tone: string
  /** How far it is from that of the run itself. */
  moved?: string
}) {
  const share = Math.abs(value ?? 0) / reach
  return (
    <span className="flex items-center gap-2.5 pr-6">
      <span className={`w-16 shrink-0 text-right ${tone}`}>{text}</span>
      <span className="w-18 shrink-0 text-right text-faint">{moved}</span>
      <span aria-hidden="true" className="h-1.5 min-w-0 flex-1 rounded-full bg-line">
        <span
          className={`block h-full rounded-full ${(value ?? 0) < 0 ? 'bg-down' : 'bg-up'}`}
          style={{ width: `${100 * share}%` }}
        />
      </span>
    </span>
  )
}

/** "−0.21 pp"; "same" where nothing moved. */
function movedBy(value: number | undefined, own: number | undefined): string {
  if (value === undefined || own === undefined) return ''
  return value === own ? 'same' : measureText(value - own, 'percentage points')
}
