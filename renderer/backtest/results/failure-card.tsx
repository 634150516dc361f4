import { CircleAlert, SquarePen } from 'lucide-react'
import type { RunFault } from '#shared/protocol/backtest-calls.ts'
import { useRange } from '../../replay/calendar-days.ts'
import { Fact } from '../../replay/fact.tsx'
import { useBacktest } from '../../stores/backtest.ts'
import { useSymbols } from '../../stores/symbols.ts'
import { openStrategy } from '../../strategies/open-strategy.ts'
import { withoutPlace } from '../../strategies/run-strategy.ts'
import { formatDate, formatSecond, zoneName } from '../../time/zone.ts'
import { Button } from '../../ui/button.tsx'
import { showNothing } from '../shown-run.ts'

/** Why a run failed, and where: in the strategy's text, and at which bar. */
export function FailureCard({ title, fault }: { title: string; fault: RunFault }) {
  const { file, line, column, symbol, at } = fault
  const zone = useZoneOf(symbol)
  const strategy = useBacktest((state) => state.strategies?.find(({ id }) => id === file))
  return (
    <div className="flex min-h-0 flex-1 items-start justify-center overflow-y-auto p-6">
      <section
        role="alert"
        className="text-selectable mt-[8vh] w-full max-w-2xl rounded-lg border border-down/40 bg-down/10 p-5"
      >
        <header className="flex gap-3">
          <CircleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden="true" />
          <div className="min-w-0">
            <h1 className="font-semibold text-base">{title} failed</h1>
            <p className="mt-1 text-sm [overflow-wrap:anywhere]">{withoutPlace(fault)}</p>
          </div>
        </header>
        <dl className="mt-3 pl-7">
          {file !== undefined && (
            <Fact name="Strategy">
              {file}
              {line !== undefined && `, line ${line}`}
              {column !== undefined && `, column ${column}`}
            </Fact>
          )}
          {symbol !== undefined && <Fact name="Symbol">{symbol}</Fact>}
          {at !== undefined && (
            <Fact name="Bar">
              {formatDate(zone, at)} {formatSecond(zone, at)} {zoneName(zone, at)}
            </Fact>
          )}
        </dl>
        <footer className="mt-4 flex gap-2 pl-7">
          {strategy && (
            <Button look="accent" onClick={() => void openStrategy({ id: strategy.id, line, column })}>
              <SquarePen className="size-3.5" aria-hidden="true" />
              {line === undefined ? 'Open the strategy' : `Open line ${line}`}
            </Button>
          )}
          <Button onClick={showNothing}>Close</Button>
        </footer>
      </section>
    </div>
  )
}

/** Zone of the exchange that a symbol trades on, by its calendar. */
function useZoneOf(symbol: string | undefined): string {
  const exchange = useSymbols((state) =>
    symbol === undefined ? undefined : state.bySymbol.get(symbol)?.exchange,
  )
  return useRange(exchange ?? '24/7')?.zone ?? 'UTC'
}
