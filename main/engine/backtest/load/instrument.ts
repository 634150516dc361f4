import type { Instrument } from '#shared/backtest/broker-settings.ts'
import { priceTick } from './price-tick.ts'

/** Crypto is dealt in such parts. */
const fractionalLot = 1e-8

/** How prices and quantities of a symbol are stepped, told by its exchange and its closes. */
export function instrumentOf(
  { symbol, exchange, synthetic }: Omit<Instrument, 'tick' | 'lot'> & { readonly exchange: string },
  closes: Float64Array,
): Instrument {
  return { symbol, tick: priceTick(closes), lot: exchange === '24/7' ? fractionalLot : 1, synthetic }
}
