import type { StatisticUnit } from './statistic.ts'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const price = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 })
const smallPrice = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 8 })
const quantity = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 })

/** Money with two decimals, its sign told when asked. */
export function moneyText(money: number, sign: 'signed' | 'plain' = 'plain'): string {
  return signed(twoDecimals.format(Math.abs(money)), money, sign)
}

export function percentText(percent: number, sign: 'signed' | 'plain' = 'plain'): string {
  return `${signed(twoDecimals.format(Math.abs(percent)), percent, sign)} %`
}

export function priceText(value: number): string {
  const size = Math.abs(value)
  return signed((size < 1 ? smallPrice : price).format(size), value, 'plain')
}

export function quantityText(value: number): string {
  return quantity.format(value)
}

export function countText(value: number): string {
  return whole.format(value)
}

/** Writes the numbers of an axis: short, e.g. 102.5K, unless two of them would then look the same. */
export function axisFormat(values: readonly number[]): (value: number) => string {
  const short = (value: number) => signed(compact.format(Math.abs(value)), value, 'plain')
  const long = (value: number) => signed(quantity.format(Math.abs(value)), value, 'plain')
  return new Set(values.map(short)).size === values.length ? short : long
}

/** A statistic as it is written for people. */
export function measureText(measure: number, unit: StatisticUnit): string {
  switch (unit) {
    case 'percent':
      return percentText(measure)
    case 'percentage points':
      return `${signed(twoDecimals.format(Math.abs(measure)), measure, 'signed')} pp`
    case 'money':
      return moneyText(measure)
    case 'ratio':
    case 'times':
      return signed(twoDecimals.format(Math.abs(measure)), measure, 'plain')
    case 'bars':
      return `${quantity.format(Math.round(measure * 10) / 10)} bars`
    case 'sessions':
      return measure === 1 ? '1 session' : `${whole.format(measure)} sessions`
    case 'trades':
      return whole.format(measure)
  }
}

/** No sign for what is written as zero. */
function signed(text: string, value: number, sign: 'signed' | 'plain'): string {
  if (!/[1-9]/.test(text)) return text
  if (value < 0) return `−${text}`
  return sign === 'signed' ? `+${text}` : text
}
