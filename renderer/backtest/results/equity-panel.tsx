import { useEffect, useMemo, useRef, useState } from 'react'
import { moneyText, percentText } from '#shared/backtest/figure-text.ts'
import { at } from '#shared/bars/columns.ts'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatDate, formatMinute } from '../../time/zone.ts'
import { drawEquity } from './curve-chart.ts'
import { risingPoints } from './curve-points.ts'

/** Equity of a run over its drawdown, beside buying and holding. */
export function EquityPanel({ results }: { results: KeptResults }) {
  const { run } = results
  const { cash } = run.request.broker
  const curve = useMemo(() => risingPoints(results.curve), [results.curve])
  const element = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number>()
  useEffect(() => {
    if (!element.current || curve.time.length === 0) return
    const { time, equity, buyAndHold, drawdownPct } = curve
    const chart = drawEquity(
      element.current,
      run.zone,
      {
        cash,
        equity: { time, values: equity },
        buyAndHold: buyAndHold && { time, values: buyAndHold },
        drawdown: { time, values: drawdownPct },
      },
      setHovered,
    )
    return () => chart.dispose()
  }, [curve, run.zone, cash])
  const count = curve.time.length
  const point = hovered !== undefined && hovered >= 0 && hovered < count ? hovered : count - 1
  const end = count > 0 ? at(curve.equity, count - 1) : cash
  return (
    <section
      aria-label="Equity"
      className="relative flex min-h-[13.5rem] flex-[5] flex-col border-line border-b"
    >
      <header className="flex h-8 shrink-0 items-center gap-x-4 overflow-hidden whitespace-nowrap px-5 text-xs">
        <h2 className="panel-title">Equity</h2>
        {count > 0 && (
          <>
            <span className="w-32 text-muted">
              {formatDate(run.zone, at(curve.time, point) as EpochMs)}{' '}
              {formatMinute(run.zone, at(curve.time, point) as EpochMs)}
            </span>
            <Reading
              name="Equity"
              look={at(curve.equity, point) >= cash ? 'bg-up' : 'bg-down'}
              text={moneyText(at(curve.equity, point))}
            />
            {curve.buyAndHold && (
              <Reading name="Buy and hold" look="bg-muted" text={moneyText(at(curve.buyAndHold, point))} />
            )}
            <Reading name="Drawdown" look="bg-down/60" text={percentText(-at(curve.drawdownPct, point))} />
          </>
        )}
      </header>
      {count === 0 ? (
        <p className="flex flex-1 items-center justify-center text-muted text-sm">
          The run has no bar, so there is no equity to draw.
        </p>
      ) : (
        <div
          ref={element}
          role="img"
          aria-label={`Equity from ${moneyText(cash)} to ${moneyText(end)}`}
          className="min-h-0 flex-1"
        />
      )}
    </section>
  )
}

function Reading({ name, look, text }: { name: string; look: string; text: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span className={`h-[3px] w-3 rounded-full ${look}`} aria-hidden="true" />
      <span className="text-muted">{name}</span>
      <span className="font-medium">{text}</span>
    </span>
  )
}
