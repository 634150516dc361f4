import type { Commission } from '#shared/backtest/broker-settings.ts'

/**
 * What an order costs in money that traded so many shares for so much money in all, however many fills that took: a
 * fill is charged what its order costs more by it.
 */
export function commissionOf(commission: Commission, quantity: number, value: number): number {
  switch (commission.kind) {
    case 'none':
      return 0
    case 'per-share':
      return Math.max(commission.least ?? 0, commission.money * quantity)
    case 'per-trade':
      return commission.money
    case 'percent':
      return (Math.abs(value) * commission.percent) / 100
    case 'table': {
      const row = commission.rows.find(({ upTo }) => upTo === undefined || quantity <= upTo)
      return (row?.perShare ?? 0) * quantity
    }
  }
}
