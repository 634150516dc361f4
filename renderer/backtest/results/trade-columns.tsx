import type { ReactNode } from 'react'
import { moneyText, priceText, quantityText } from '#shared/backtest/figure-text.ts'
import { at } from '#shared/bars/columns.ts'
import type { TradeColumns } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatDate, formatMinute } from '../../time/zone.ts'
import { toneOf } from '../runs/run-row.tsx'
import { cleanMeaning, marksOf } from './trade-marks.ts'
import type { TradeSortKey } from './trade-order.ts'

/** What the cells of a table of trades are made from. */
export interface TradeSource {
  readonly trades: TradeColumns
  readonly symbols: readonly string[]
  readonly zone: string
}

export interface TradeColumn {
  readonly key: TradeSortKey
  readonly title: string
  /** What it means, where its title does not say so. */
  readonly tip?: string
  readonly width: string
  readonly align: 'left' | 'right'
  cell(source: TradeSource, trade: number): ReactNode
}

function valueColumn(
  key: Exclude<TradeSortKey, 'number' | 'symbol' | 'side' | 'data'>,
  title: string,
  width: string,
  format: (value: number, zone: string) => string,
  tip?: string,
): TradeColumn {
  return {
    key,
    title,
    width,
    align: 'right',
    ...(tip !== undefined && { tip }),
    cell: ({ trades, zone }, trade) => format(at(trades[key], trade), zone),
  }
}

/** Columns of a table of trades, in order. */
export const tradeColumns: readonly TradeColumn[] = [
  {
    key: 'number',
    title: '#',
    tip: 'In the order they were opened',
    width: '3.6rem',
    align: 'right',
    cell: (_, trade) => <span className="text-faint">{trade + 1}</span>,
  },
  {
    key: 'symbol',
    title: 'Symbol',
    width: '4rem',
    align: 'left',
    cell: ({ trades, symbols }, trade) => (
      <span className="font-medium">{symbols[trades.symbol[trade] ?? -1]}</span>
    ),
  },
  {
    key: 'side',
    title: 'Side',
    width: '2.5rem',
    align: 'left',
    cell: ({ trades }, trade) =>
      trades.long[trade] ? <span className="text-up">Long</span> : <span className="text-down">Short</span>,
  },
  valueColumn('quantity', 'Qty', '3rem', quantityText),
  valueColumn('entryTime', 'Entry', '5.5rem', timeText),
  valueColumn('entryPrice', 'Price', '3.6rem', priceText, 'Average price of the entry'),
  valueColumn('exitTime', 'Exit', '5.5rem', timeText),
  valueColumn(
    'exitPrice',
    'Price',
    '3.6rem',
    (value) => (Number.isNaN(value) ? '–' : priceText(value)),
    'Average price of the exit',
  ),
  {
    key: 'pnl',
    title: 'P&L',
    tip: 'Profit or loss after costs; of an open trade at the last price',
    width: '4.75rem',
    align: 'right',
    cell: ({ trades }, trade) => {
      const pnl = at(trades.pnl, trade)
      return <span className={`font-medium ${toneOf(pnl)}`}>{moneyText(pnl, 'signed')}</span>
    },
  },
  valueColumn(
    'costs',
    'Costs',
    '3rem',
    (value) => moneyText(value),
    'Commission; spread and slippage are in the prices',
  ),
  valueColumn('mae', 'MAE', '3.75rem', (value) => moneyText(-value), 'Farthest it went against the position'),
  valueColumn('mfe', 'MFE', '3.75rem', (value) => moneyText(value), 'Farthest it went for the position'),
  valueColumn('barsHeld', 'Bars', '2.5rem', quantityText, 'Bars at whose ends it was held'),
  {
    key: 'data',
    title: 'Data',
    tip: 'What its signal, entry and exit rest on',
    width: '6.25rem',
    align: 'right',
    cell: ({ trades }, trade) => <DataBadge bits={trades.marks[trade] ?? 0} />,
  },
]

function DataBadge({ bits }: { bits: number }) {
  const [first, ...others] = marksOf(bits)
  const meaning = first
    ? marksOf(bits)
        .map((mark) => mark.meaning)
        .join('; ')
    : cleanMeaning
  return (
    <span title={meaning} className="inline-flex items-center gap-1">
      {others.length > 0 && <span className="text-2xs text-faint">+{others.length}</span>}
      <span
        className={`rounded-sm border px-1.5 text-2xs leading-[1.0625rem] ${first?.look ?? 'border-line text-muted'}`}
      >
        {first?.word ?? 'clean'}
      </span>
    </span>
  )
}

/** "18 Nov 09:47" on the clock of the exchange; "open" for none. */
function timeText(time: number, zone: string): string {
  if (Number.isNaN(time)) return 'open'
  const [, day = '', month = ''] = formatDate(zone, time as EpochMs).split(' ')
  return `${day} ${month} ${formatMinute(zone, time as EpochMs)}`
}
