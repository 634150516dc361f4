import { countText, moneyText, priceText, quantityText } from '#shared/backtest/figure-text.ts'
import type { Trade, TradeMark } from '#shared/backtest/trade.ts'
import { type Html, html } from './html.ts'

/** A trade, and what it touched of the data where that is known. */
export type ReportedTrade = Trade & { readonly data?: readonly TradeMark[] }

/** A page that is printed stays one that can be read. */
export const mostTrades = 500

/** Trades in the order they were given, at most `mostTrades`; times in the zone. */
export function tradesTable(trades: readonly ReportedTrade[], zone: string): Html {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  const timeOf = (time: number) => format.format(time).replace(',', '')
  const rows = trades.slice(0, mostTrades).map(
    (
      trade,
      index,
    ) => html`<tr><td>${index + 1}</td><td class="text">${trade.symbol}</td><td class="text">${trade.side}</td>
<td>${quantityText(trade.quantity)}</td><td>${timeOf(trade.entryTime)}</td><td>${priceText(trade.entryPrice)}</td>
<td>${trade.exitTime === undefined ? 'open' : timeOf(trade.exitTime)}</td><td>${trade.exitPrice === undefined ? '' : priceText(trade.exitPrice)}</td>
<td>${countText(trade.barsHeld)}</td><td>${moneyText(-trade.mae)}</td><td>${moneyText(trade.mfe, 'signed')}</td><td>${moneyText(trade.costs)}</td>
<td class="${toneOf(trade.pnl)}">${moneyText(trade.pnl, 'signed')}</td><td class="text">${dataText(trade.data)}</td></tr>
`,
  )
  const more =
    trades.length > mostTrades
      ? html`<p class="note">The first ${countText(mostTrades)} of ${countText(trades.length)} trades. All of them are in the run's files.</p>`
      : undefined
  return html`<div class="wide"><table class="trades">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>${more}`
}

/** What reads 0.00 is neither good nor bad. */
function toneOf(money: number): string {
  if (Math.abs(money) < 0.005) return ''
  return money < 0 ? 'bad' : 'good'
}

const heads = [
  '#',
  'Symbol',
  'Side',
  'Quantity',
  'Entry',
  'Entry price',
  'Exit',
  'Exit price',
  'Bars',
  'MAE',
  'MFE',
  'Costs',
  'Profit',
  'Data',
] as const

/** What of the data a trade rests on that is not as recorded. */
function dataText(data: readonly TradeMark[] | undefined): string {
  if (!data) return ''
  return data.length === 0 ? 'recorded' : data.join(', ')
}
