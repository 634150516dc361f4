import { at } from '#shared/bars/columns.ts'

const mostDecimals = 8
const usualDecimals = 2
const looked = 500

/** The least step of prices, told by the decimals of some of them: 0.01 unless they have more. */
export function priceTick(prices: Float64Array): number {
  const step = Math.max(1, Math.floor(prices.length / looked))
  let decimals = usualDecimals
  for (let index = 0; index < prices.length; index += step)
    decimals = Math.max(decimals, decimalsOf(at(prices, index)))
  return Number(`1e-${decimals}`)
}

function decimalsOf(price: number): number {
  for (let decimals = 0; decimals < mostDecimals; decimals += 1)
    if (Number(price.toFixed(decimals)) === price) return decimals
  return mostDecimals
}
