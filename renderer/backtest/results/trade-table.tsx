import { ChevronDown, ChevronUp } from 'lucide-react'
import { type MouseEvent, memo, useLayoutEffect } from 'react'
import { classes } from '../../ui/classes.ts'
import { rowHeight, useWalkedRows } from '../../ui/use-walked-rows.ts'
import { type TradeColumn, type TradeSource, tradeColumns } from './trade-columns.tsx'
import { showTrades, useTradeList } from './trade-list-state.ts'
import type { TradeSort, TradeSortKey } from './trade-order.ts'

const headHeight = 29

/** Trades as walked rows; the table has the focus. A click opens, too. */
export function TradeTable({
  source,
  order,
  sort,
  onOpen,
}: {
  source: TradeSource
  /** Numbers of the trades, in the order of their rows. */
  order: Uint32Array
  sort: TradeSort
  /** `at` is where of a trade: its exit where that was clicked, or asked for with Shift. */
  onOpen: (trade: number, at: 'entry' | 'exit') => void
}) {
  const chosen = useTradeList((state) => state.chosen)
  const { scroller, focus, from, to, idOf, scrollTo } = useWalkedRows({
    count: order.length,
    chosen: chosen === undefined ? -1 : order.indexOf(chosen),
    onChoose: (row) => useTradeList.setState({ chosen: order[row] }),
    onOpen: (row, shift) => {
      const trade = order[row]
      if (trade !== undefined) onOpen(trade, shift ? 'exit' : 'entry')
    },
    headHeight,
    startAt: useTradeList.getState().top,
  })

  // Before it is painted: where it was scrolled to when it was left, or to the top of another order.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order begins at its top
  useLayoutEffect(() => scrollTo(useTradeList.getState().top), [order])

  const onClick = ({ target }: MouseEvent): void => {
    const cell = target instanceof Element ? target.closest('td[data-column]') : null
    const trade = cell?.parentElement?.getAttribute('data-trade')
    if (trade === null || trade === undefined) return
    useTradeList.setState({ chosen: Number(trade) })
    onOpen(Number(trade), cell?.getAttribute('data-column')?.startsWith('exit') ? 'exit' : 'entry')
  }
  return (
    <div
      ref={scroller}
      onScroll={(event) => useTradeList.setState({ top: event.currentTarget.scrollTop })}
      className="min-h-0 flex-1 overflow-auto"
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: walked rows have the keys */}
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked with the arrows
        role="grid"
        aria-label="Trades; Enter shows one in the replay"
        aria-rowcount={order.length + 1}
        {...focus}
        onClick={onClick}
        className="w-full min-w-[55rem] table-fixed border-separate border-spacing-0 text-xs tabular-nums -outline-offset-2"
      >
        <colgroup>
          {tradeColumns.map(({ key, width }) => (
            <col key={key} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {tradeColumns.map((column) => (
              <Head
                key={column.key}
                column={column}
                sort={sort}
                onSort={(next) => showTrades({ sort: next })}
              />
            ))}
          </tr>
        </thead>
        <Spacer rows={from} />
        <tbody>
          {Array.from(order.subarray(from, to), (trade, index) => (
            <Row
              key={trade}
              id={idOf(from + index)}
              source={source}
              trade={trade}
              row={from + index}
              isChosen={trade === chosen}
            />
          ))}
        </tbody>
        <Spacer rows={order.length - to} />
      </table>
    </div>
  )
}

/** Room of the rows that are not drawn. */
function Spacer({ rows }: { rows: number }) {
  if (rows === 0) return null
  return (
    <tbody aria-hidden="true">
      <tr style={{ height: rows * rowHeight }} />
    </tbody>
  )
}

/** Values are seldom wanted the least first; names and times are. */
const risesFirst = new Set<TradeSortKey>(['number', 'symbol', 'side', 'entryTime', 'exitTime'])

function Head({
  column: { key, title, tip, align },
  sort,
  onSort,
}: {
  column: TradeColumn
  sort: TradeSort
  onSort: (sort: TradeSort) => void
}) {
  const isSorted = sort.key === key
  const Sign = sort.descending ? ChevronDown : ChevronUp
  const next = isSorted ? !sort.descending : !risesFirst.has(key)
  return (
    <th
      scope="col"
      data-column={key}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={classes(headLook, edgeLook)}
    >
      <button
        type="button"
        title={tip}
        data-sort={key}
        onClick={() => onSort({ key, descending: next })}
        className={classes(
          'flex h-7 w-full min-w-0 items-center gap-0.5 rounded-sm font-normal transition-colors hover:text-ink',
          align === 'right' && 'flex-row-reverse',
          isSorted ? 'text-ink' : 'text-faint',
        )}
      >
        <span className="truncate">{title}</span>
        {isSorted && <Sign className="size-3 shrink-0" aria-hidden="true" />}
      </button>
    </th>
  )
}

const headLook = 'sticky top-0 z-10 border-line border-b bg-canvas p-0'
/** The first and the last cell keep the distance of the view to its edges. */
const edgeLook = 'px-0.5 first:pl-5 last:pr-5 data-[column=symbol]:pl-2'

const Row = memo(function Row({
  id,
  source,
  trade,
  row,
  isChosen,
}: {
  id: string
  source: TradeSource
  trade: number
  row: number
  isChosen: boolean
}) {
  return (
    <tr
      id={id}
      data-trade={trade}
      aria-rowindex={row + 2}
      aria-selected={isChosen}
      style={{ height: rowHeight }}
      className="hover:bg-raised/60 aria-selected:bg-raised"
    >
      {tradeColumns.map((column) => (
        <td
          key={column.key}
          data-column={column.key}
          className={classes(
            'truncate py-0',
            edgeLook,
            column.align === 'right' && 'text-right',
            isChosen && 'first:shadow-[inset_2px_0_0_var(--color-accent)]',
          )}
        >
          {column.cell(source, trade)}
        </td>
      ))}
    </tr>
  )
})
