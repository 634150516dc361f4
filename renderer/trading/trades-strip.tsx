// biome-ignore-all lint/a11y/useSemanticElements: rows that are not in sight are not there, which a table would want
// biome-ignore-all lint/a11y/useFocusableInteractive: the list of rows has the focus and their keys
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the same
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { moneyText, priceText, quantityText } from '#shared/backtest/figure-text.ts'
import { gravity } from '../backtest/results/trade-marks.ts'
import { showSymbol } from '../replay/show-symbol.ts'
import { seek } from '../replay/transport-actions.ts'
import { useChart } from '../stores/chart.ts'
import { useTrading } from '../stores/trading.ts'
import { formatMinute } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { DataBadge } from './data-badge.tsx'
import { type FillColumn, type FillSort, orderedFills } from './fill-order.ts'
import type { FillRow, PositionRow } from './trade-log.ts'
import { useLastPrice } from './use-last-price.ts'

const rowHeight = 26
const headHeight = 26
/** Rows beyond both edges that are drawn too. */
const spare = 6
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

/** Fills up to the clock, of which only the rows in sight are drawn. A click, or Enter, takes the replay to one. */
export function TradesStrip({ zone }: { zone: string }) {
  const log = useTrading((state) => state.log)
  const revision = useTrading((state) => state.revision)
  const body = useRef<HTMLDivElement>(null)
  const [sort, setSort] = useState<FillSort>({ by: 'time', descending: true })
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(0)
  const [chosen, setChosen] = useState<number>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log's lists grow with the revision
  const order = useMemo(() => orderedFills(log.fills, sort, gravity), [log, revision, sort])
  const place = chosen === undefined ? -1 : order.indexOf(chosen)

  useEffect(() => {
    const element = body.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const choose = (row: number): void => {
    const inside = Math.max(0, Math.min(order.length - 1, row))
    setChosen(order[inside])
    bringIntoSight(body.current, inside)
  }
  const open = (number: number): void => {
    setChosen(number)
    const fill = log.fills[number]
    if (fill) void showFill(fill)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1)
    if (event.key === 'Enter' && chosen !== undefined && place >= 0) {
      event.preventDefault()
      open(chosen)
      return
    }
    const target = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + page,
      PageUp: place - page,
    }[event.key]
    if (target === undefined || order.length === 0) return
    event.preventDefault()
    choose(target)
  }
  const from = Math.max(0, Math.floor(top / rowHeight) - spare)
  const to = Math.min(order.length, Math.ceil((top + height) / rowHeight) + spare)
  return (
    <div
      role="grid"
      aria-label="Trades"
      aria-rowcount={order.length + 1}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div
        ref={body}
        role="rowgroup"
        tabIndex={0}
        aria-label="Trades, Enter takes the replay to one"
        onKeyDown={onKeyDown}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
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
        {order.length === 0 && <p className="px-4 py-2 text-muted text-sm">No trade up to the clock.</p>}
        <div style={{ height: order.length * rowHeight, position: 'relative' }}>
          {Array.from(order.subarray(from, to), (number, index) => {
            const fill = log.fills[number]
            return (
              fill && (
                <Row
                  key={number}
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
  fill,
  zone,
  row,
  isChosen,
  onOpen,
}: {
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

function bringIntoSight(list: HTMLElement | null, row: number): void {
  if (!list) return
  const top = row * rowHeight
  if (top < list.scrollTop) list.scrollTop = top
  else if (headHeight + top + rowHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = headHeight + top + rowHeight - list.clientHeight
}
