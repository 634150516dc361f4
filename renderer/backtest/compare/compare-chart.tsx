import { useEffect, useMemo, useRef, useState } from 'react'
import { percentText } from '#shared/backtest/figure-text.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { chartColors } from '../../charts/tokens.ts'
import { plotColor } from '../../indicators/plot-color.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { formatDate, formatMinute } from '../../time/zone.ts'
import { drawLines } from '../results/curve-chart.ts'
import { gainedPercent, risingPoints, valueAt } from '../results/curve-points.ts'

/** Equity of runs over each other, as percent of what each began with. */
export function CompareChart({ runs }: { runs: readonly KeptRun[] }) {
  const curves = useBacktest((state) => state.curves)
  const element = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number>()
  const lines = useMemo(
    () =>
      runs.flatMap(({ id, name, request }, place) => {
        const results = curves.get(id)
        if (!results) return []
        const { time, equity } = risingPoints(results.curve)
        const line = { time, values: gainedPercent(equity, request.broker.cash) }
        return [{ id, name, color: chartColors().plots[place] ?? chartColors().ink, line }]
      }),
    [runs, curves],
  )
  const zone = runs[0]?.zone ?? 'UTC'
  const isComplete = lines.length === runs.length
  useEffect(() => {
    if (!element.current || !isComplete) return
    const chart = drawLines(element.current, zone, lines, (value) => percentText(value, 'signed'), setHovered)
    return () => chart.dispose()
  }, [lines, zone, isComplete])
  const when = hovered ?? Math.max(...lines.map(({ line }) => line.time.at(-1) ?? 0))
  return (
    <section aria-label="Equity" className="flex min-h-[13.5rem] flex-[5] flex-col border-line border-b">
      <header className="flex h-9 shrink-0 items-center gap-x-4 overflow-hidden whitespace-nowrap px-5 text-xs">
        <h2 className="panel-title">Equity</h2>
        {isComplete && (
          <>
            <span className="w-32 text-muted">
              {formatDate(zone, when as EpochMs)} {formatMinute(zone, when as EpochMs)}
            </span>
            {lines.map(({ id, name, line }, place) => {
              const value = valueAt(line.time, line.values, when)
              return (
                <span key={id} className="flex min-w-0 items-center gap-1.5">
                  <span
                    className="h-[3px] w-3 shrink-0 rounded-full"
                    style={{ background: plotColor(place) }}
                    aria-hidden="true"
                  />
                  <span className="min-w-0 truncate text-muted normal-nums">{name}</span>
                  <span className="font-medium">
                    {value === undefined ? '–' : percentText(value, 'signed')}
                  </span>
                </span>
              )
            })}
          </>
        )}
      </header>
      {isComplete ? (
        <div
          ref={element}
          role="img"
          aria-label={`Equity of ${runs.map(({ name }) => name).join(', ')}`}
          className="min-h-0 flex-1"
        />
      ) : (
        <p role="status" className="flex flex-1 items-center justify-center text-muted text-sm">
          Reading equity …
        </p>
      )}
    </section>
  )
}
