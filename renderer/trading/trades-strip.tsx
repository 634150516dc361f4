// biome-ignore-all lint/a11y/useSemanticElements: rows that are not in sight are not there, which a table would want
// biome-ignore-all lint/a11y/useFocusableInteractive: the list of rows has the focus and their keys
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the same
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { moneyText, priceText, quantityText } from '#shared/backtest/figure-text.ts'
import { gravity } from '../backtest/results/trade-marks.ts'
import { showSymbol } from '../replay/show-symbol.ts'
import { seek } from '../replay/transport-actions.ts'
import { useChart } from '../stores/chart.ts'
import { useTrading } from '../stores/trading.ts'
import { formatMinute } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { rowHeight, useWalkedRows } from '../ui/use-walked-rows.ts'
import { DataBadge } from './data-badge.tsx'
import { type FillColumn, type FillSort, orderedFills } from './fill-order.ts'
import type { FillRow, PositionRow } from './trade-log.ts'
import { useLastPrice } from './use-last-price.ts'

const headHeight = 26
const grid = { gridTemplateColumns: '3.5rem minmax(3.5rem,1fr) 2.75rem 4rem 5.5rem 5.5rem 6rem' }
const rowLook = 'grid items-center gap-x-3 px-4 text-sm'

const columns: readonly { readonly by: FillColumn; readonly title: string; readonly right: boolean }[] = [
  { by: 'time', title: 'Time', right: false },
  { by: 'symbol', title: 'Symbol', right: false },
  { by: 'side', title: 'Side', right: false },
  { by: 'quantity', title: 'Qty', right: true },
  { by: 'price', title: 'Price', right: true },
  { by: 'profit', title: 'P&L', right: true },
  { by: 'data', title: 'Data', right: true },
]

/** Fills up to the clock as walked rows. A click, or Enter, takes the replay to one. */
export function TradesStrip({ zone }: { zone: string }) {
  const log = useTrading((state) => state.log)
  const revision = useTrading((state) => state.revision)
  const [sort, setSort] = useState<FillSort>({ by: 'time', descending: true })
  const [chosen, setChosen] = useState<number>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log's lists grow with the revision
  const order = useMemo(() => orderedFills(log.fills, sort, gravity), [log, revision, sort])
  const open = (number: number | undefined): void => {
    const fill = number === undefined ? undefined : log.fills[number]
    if (!fill) return
    setChosen(number)
    void showFill(fill)
  }
  const { scroller, focus, from, to, idOf } = useWalkedRows({
    count: order.length,
    chosen: chosen === undefined ? -1 : order.indexOf(chosen),
    onChoose: (row) => setChosen(order[row]),
    onOpen: (row) => open(order[row]),
    headHeight,
    // They belong to the clock here.
    endKeys: 'leave',
  })
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Trades; Enter takes the replay to one"
      aria-rowcount={1 + Math.max(1, order.length)}
      {...focus}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div
        role="row"
        aria-rowindex={1}
        style={{ ...grid, height: headHeight }}
        className={classes(rowLook, 'sticky top-0 z-10 bg-panel')}
      >
        {columns.map((column) => (
          <Head key={column.by} column={column} sort={sort} onSort={setSort} />
        ))}
      </div>
      {order.length === 0 && (
        <div role="row" aria-rowindex={2}>
          <div role="gridcell" aria-colspan={columns.length} className="px-4 py-2 text-muted text-sm">
            No trade up to the clock.
          </div>
        </div>
      )}
      <div role="rowgroup" style={{ height: order.length * rowHeight, position: 'relative' }}>
        {Array.from(order.subarray(from, to), (number, index) => {
          const fill = log.fills[number]
          return (
            fill && (
              <Row
                key={number}
                id={idOf(from + index)}
                fill={fill}
                zone={zone}
                row={from + index}
                isChosen={number === chosen}
                onOpen={() => open(number)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

/** The clock goes to the end of the bar that it was filled in, at which the fill was known. */
async function showFill({ symbol, at }: FillRow): Promise<void> {
  if (useChart.getState().symbol !== symbol) await showSymbol(symbol)
  await seek(at)
}

function Head({
  column: { by, title, right },
  sort,
  onSort,
}: {
  column: (typeof columns)[number]
  sort: FillSort
  onSort: (sort: FillSort) => void
}) {
  const isSorted = sort.by === by
  const Sign = sort.descending ? ChevronDown : ChevronUp
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className="min-w-0"
    >
      <button
        type="button"
        onClick={() =>
          onSort({ by, descending: isSorted ? !sort.descending : by !== 'symbol' && by !== 'side' })
        }
        className={classes(
          'flex h-6 w-full items-center gap-0.5 rounded-sm text-xs transition-colors hover:text-ink',
          right && 'flex-row-reverse',
          isSorted ? 'text-ink' : 'text-faint',
        )}
      >
        {title}
        {isSorted && <Sign className="size-3 shrink-0" aria-hidden="true" />}
      </button>
    </div>
  )
}

function Row({
  id,
  fill,
  zone,
  row,
  isChosen,
  onOpen,
}: {
  id: string
  fill: FillRow
  zone: string
  row: number
  isChosen: boolean
  onOpen: () => void
}) {
  const { symbol, side, quantity, price, profit, time, marks } = fill
  const isBuy = side === 'buy'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table has the keys
    <div
      id={id}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isChosen}
      data-testid="fill-row"
      onMouseDown={keepFocus}
      onClick={onOpen}
      style={{ ...grid, position: 'absolute', top: row * rowHeight, height: rowHeight }}
      className={classes(
        rowLook,
        'inset-x-0 border-line/60 border-b hover:bg-raised/60 aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_0_var(--color-accent)]',
      )}
    >
      <Cell>{formatMinute(zone, time)}</Cell>
      <Cell>{symbol}</Cell>
      <Cell look={isBuy ? 'text-up' : 'text-down'}>{isBuy ? 'Buy' : 'Sell'}</Cell>
      <Cell right>{quantityText(quantity)}</Cell>
      <Cell right>{priceText(price)}</Cell>
      <Cell right>{profit === undefined ? <OpenProfit fill={fill} /> : <Money profit={profit} />}</Cell>
      <Cell right>
        <DataBadge bits={marks} />
      </Cell>
    </div>
  )
}

function Cell({ right, look, children }: { right?: boolean; look?: string; children: ReactNode }) {
  return (
    <div role="gridcell" className={classes('min-w-0 truncate', right && 'text-right', look)}>
      {children}
    </div>
  )
}

function Money({ profit }: { profit: number }) {
  const look = profit === 0 ? '' : profit > 0 ? 'text-up' : 'text-down'
  return <span className={look}>{moneyText(profit, 'signed')}</span>
}

/** Where the position is held that it opened: what that stands at, on the first of its fills. */
function OpenProfit({ fill: { symbol, time } }: { fill: FillRow }) {
  const position = useTrading(({ log }) => log.positionOf(symbol))
  return position?.since === time ? <Standing position={position} /> : <span className="text-faint">–</span>
}

function Standing({ position }: { position: PositionRow }) {
  const last = useLastPrice(position.symbol)
  const profit = position.quantity * (last - position.price) - position.costs
  return Number.isNaN(profit) ? '–' : <Money profit={profit} />
}
