import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import type { FormText } from './form-text.ts'
import { namedKey } from './strategy-key.ts'

/** A form that asks for what a run was asked for; what it does not say stays as it is. */
export function formOfRequest(form: FormText, request: BacktestRequest, exchange: string): FormText {
  const { strategy, params, symbols, from, to, interval, view, broker, closeAtEnd } = request
  const { cash, commission, slippage, spread, volumeShare, margin, allowShort } = broker
  const key = namedKey(strategy)
  return {
    ...form,
    strategy: key,
    params: {
      ...form.params,
      [key]: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    },
    exchange,
    symbolsOf: 'list',
    symbols: symbols.join(' '),
    from,
    to,
    interval,
    view,
    cash: String(cash),
    ...commissionText(commission),
    slippage: slippage.kind,
    ...(slippage.kind !== 'none' && { slippageAmount: amountOf(slippage) }),
    spread: spread.kind,
    ...(spread.kind !== 'none' && { spreadAmount: amountOf(spread) }),
    volumeShare: volumeShare === undefined ? '' : String(volumeShare),
    initial: String(percentOf(margin.initial)),
    maintenance: String(percentOf(margin.maintenance)),
    allowShort,
    closeAtEnd,
  }
}

function commissionText(commission: BacktestRequest['broker']['commission']): Partial<FormText> {
  const { kind } = commission
  switch (kind) {
    case 'none':
      return { commission: kind }
    case 'per-share': {
      const { money, least } = commission
      return { commission: kind, rate: String(money), least: least === undefined ? '' : String(least) }
    }
    case 'per-trade':
      return { commission: kind, rate: String(commission.money) }
    case 'percent':
      return { commission: kind, rate: String(commission.percent) }
    case 'table':
      return {
        commission: kind,
        table: commission.rows.map(({ upTo, perShare }) => `${upTo ?? ''},${perShare}`).join('\n'),
      }
  }
}

function amountOf(cost: Exclude<BacktestRequest['broker']['slippage'], { readonly kind: 'none' }>): string {
  return String(cost.kind === 'ticks' ? cost.ticks : cost.percent)
}

/** Parts of 1 as percent, without what binary fractions leave behind. */
function percentOf(part: number): number {
  return Number((100 * part).toFixed(10))
}
