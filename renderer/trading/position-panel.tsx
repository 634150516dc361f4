import { Trash2, X } from 'lucide-react'
import { moneyText, priceText, quantityText } from '#shared/backtest/figure-text.ts'
import { Fact } from '../replay/fact.tsx'
import { showSymbol } from '../replay/show-symbol.ts'
import { useChart } from '../stores/chart.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { type TradingState, useTrading } from '../stores/trading.ts'
import { formatMinute } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { waitingWords } from './order-words.ts'
import { cancelOrder, resetOrders } from './orders.ts'
import type { PositionRow, WaitingRow } from './trade-log.ts'
import { useLastPrice } from './use-last-price.ts'

/** What is held at the clock and which orders wait; nothing while there is neither. */
export function PositionPanel() {
  const log = useTrading((state) => state.log)
  const source = useTrading((state) => state.source)
  useTrading((state) => state.revision)
  const later = useTrading((state) => state.later)
  const symbol = useChart((state) => state.symbol)
  const zone = useShownSession()?.zone
  const positions = inFocusFirst(log.positions(), symbol)
  const waiting = log.waiting()
  const hasAny = positions.length > 0 || waiting.length > 0 || log.fills.length > 0 || later > 0
  if (!zone || !hasAny) return null
  return (
    <section aria-label="Position" className="border-line border-b px-4 pt-3.5 pb-4">
      <div className="flex h-6 items-center justify-between">
        <h2 className="panel-title">Position</h2>
        {source === 'paper' && (
          <IconButton
            label="Forget all paper orders of this session"
            side="left"
            className="-mr-1.5 size-7"
            onClick={() => void resetOrders()}
          >
            <Trash2 className="size-3.5" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {positions.length === 0 && <p className="mt-1 text-muted text-sm">Nothing is held.</p>}
      <div className="-mr-2 max-h-56 overflow-y-auto overflow-x-hidden pr-2">
        {positions.map((position) => (
          <Position
            key={position.symbol}
            position={position}
            zone={zone}
            exits={exitsOf(waiting, position.symbol)}
            isFocused={position.symbol === symbol}
          />
        ))}
      </div>
      {waiting.length > 0 && <Waiting waiting={waiting} source={source} />}
      {later > 0 && (
        <p className="mt-2 text-faint text-xs">
          {later === 1 ? '1 order or change' : `${later} orders and changes`} of later on; playing on does
          them again.
        </p>
      )}
    </section>
  )
}

function Position({
  position: { symbol, quantity, price, since, costs },
  zone,
  exits,
  isFocused,
}: {
  position: PositionRow
  zone: string
  exits: { readonly stop: string; readonly target: string }
  isFocused: boolean
}) {
  const last = useLastPrice(symbol)
  const profit = quantity * (last - price) - costs
  return (
    <dl className="mt-1" data-testid={`position-${symbol}`}>
      <div className="flex items-baseline justify-between gap-3 py-[3px] text-sm">
        <dt className="min-w-0">
          <button
            type="button"
            className={classes('truncate hover:underline', isFocused ? 'text-ink' : 'text-muted')}
            onClick={() => void showSymbol(symbol)}
          >
            {symbol} {quantity > 0 ? 'long' : 'short'} {quantityText(Math.abs(quantity))}
          </button>
        </dt>
        <dd className={classes('font-medium', toneOf(profit))}>
          {Number.isNaN(profit) ? '–' : moneyText(profit, 'signed')}
        </dd>
      </div>
      {isFocused && (
        <>
          <Fact name="Entry">
            {priceText(price)} · {formatMinute(zone, since)}
          </Fact>
          <Fact name="Stop / target">
            {exits.stop} / {exits.target}
          </Fact>
        </>
      )}
    </dl>
  )
}

function Waiting({ waiting, source }: { waiting: readonly WaitingRow[]; source: TradingState['source'] }) {
  return (
    <>
      <h2 className="panel-title mt-3.5">Orders</h2>
      <ul className="mt-1 max-h-40 overflow-y-auto overflow-x-hidden">
        {waiting.map(({ order, request, kind, left, parent, trailed }) => (
          <li key={order} className="flex items-center gap-2 py-0.5 text-sm">
            <span className={classes('w-8 shrink-0', request.side === 'buy' ? 'text-up' : 'text-down')}>
              {request.side === 'buy' ? 'Buy' : 'Sell'}
            </span>
            <span
              className="wrap-anywhere min-w-0 flex-1 text-muted"
              title={parent ? 'Placed by a bracket' : undefined}
            >
              {quantityText(left)} {request.symbol} {waitingWords({ kind, trailed })}
              {request.oco !== undefined && ` · ${request.oco}`}
            </span>
            {source === 'paper' && (
              <IconButton
                label={`Cancel the order in ${request.symbol}`}
                side="left"
                className="size-6"
                onClick={() => void cancelOrder(order)}
              >
                <X className="size-3.5" aria-hidden="true" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function inFocusFirst(positions: readonly PositionRow[], symbol: string | undefined): readonly PositionRow[] {
  return [
    ...positions.filter((position) => position.symbol === symbol),
    ...positions.filter((position) => position.symbol !== symbol),
  ]
}

/** Prices at which brackets close a position. */
function exitsOf(
  waiting: readonly WaitingRow[],
  symbol: string,
): { readonly stop: string; readonly target: string } {
  const exits = waiting.filter(({ request, parent }) => parent !== undefined && request.symbol === symbol)
  const stop = exits.findLast(({ kind }) => kind.type === 'stop')?.kind
  const target = exits.findLast(({ kind }) => kind.type === 'limit')?.kind
  return {
    stop: stop?.type === 'stop' ? priceText(stop.stop) : '–',
    target: target?.type === 'limit' ? priceText(target.limit) : '–',
  }
}

function toneOf(profit: number): string {
  if (profit === 0 || Number.isNaN(profit)) return 'text-ink'
  return profit > 0 ? 'text-up' : 'text-down'
}
