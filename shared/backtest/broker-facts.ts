import type { BrokerSettings, Commission, Slippage, Spread } from './broker-settings.ts'
import type { Fact } from './fact.ts'
import { moneyText, priceText, quantityText } from './figure-text.ts'

/** What the broker of a run was like, in words. */
export function brokerFacts(broker: BrokerSettings): readonly Fact[] {
  const { initial, maintenance } = broker.margin
  const margin = `${quantityText(100 * initial)} % to open, ${quantityText(100 * maintenance)} % to keep`
  return [
    { name: 'Cash at the start', text: moneyText(broker.cash) },
    { name: 'Commission', text: commissionText(broker.commission) },
    { name: 'Slippage of market and stop orders', text: slippageText(broker.slippage) },
    { name: 'Spread, half of it paid', text: slippageText(broker.spread) },
    {
      name: 'Share of the volume',
      text: broker.volumeShare === undefined ? 'no limit' : `${quantityText(broker.volumeShare)} % of a bar`,
    },
    { name: 'Equity of positions', text: initial === 1 && maintenance === 1 ? 'all of their value' : margin },
    { name: 'Short positions', text: broker.allowShort ? 'allowed' : 'not allowed' },
  ]
}

function commissionText(commission: Commission): string {
  switch (commission.kind) {
    case 'none':
      return 'none'
    case 'per-share': {
      const least = commission.least === undefined ? '' : `, ${moneyText(commission.least)} an order at least`
      return `${priceText(commission.money)} a share${least}`
    }
    case 'per-trade':
      return `${priceText(commission.money)} an order`
    case 'percent':
      return `${quantityText(commission.percent)} % of the money`
    case 'table':
      return commission.rows.map(rowText).join(', ')
  }
}

function rowText({
  upTo,
  perShare,
}: {
  readonly upTo: number | undefined
  readonly perShare: number
}): string {
  return `${priceText(perShare)} a share ${upTo === undefined ? 'beyond' : `up to ${quantityText(upTo)}`}`
}

function slippageText(cost: Slippage | Spread): string {
  switch (cost.kind) {
    case 'none':
      return 'none'
    case 'ticks':
      return cost.ticks === 1 ? '1 tick' : `${quantityText(cost.ticks)} ticks`
    case 'percent':
      return `${quantityText(cost.percent)} %`
  }
}
